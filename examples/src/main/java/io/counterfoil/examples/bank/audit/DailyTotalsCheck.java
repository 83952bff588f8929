package io.counterfoil.examples.bank.audit;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.examples.bank.view.DailyTotalsView;
import io.counterfoil.examples.bank.view.DayTotals;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Adds up what all accounts have moved on each day, and compares it with {@code daily_totals}: each
 * row up to the event that it stands at.
 */
final class DailyTotalsCheck implements Consumer<RecordedEvent> {
  private static final int PAGE = 500;

  private final long head;
  private final Consumer<String> differences;
  private final Map<LocalDate, DayTotals> rows = new TreeMap<>();
  private final Map<LocalDate, DayTotals> sums = new TreeMap<>();

  /** Is set up before the events are read, so that they are at least as far. */
  DailyTotalsCheck(DailyTotalsView view, long head, Consumer<String> differences)
      throws SQLException {
    this.head = head;
    this.differences = differences;
    List<DayTotals> page = view.page(DailyTotalsView.FIRST, PAGE);
    while (!page.isEmpty()) {
      page.forEach(row -> rows.put(row.day(), row));
      page = view.page(page.get(page.size() - 1).day().plusDays(1), PAGE);
    }
  }

  @Override
  public void accept(RecordedEvent event) {
    if (event.payload() instanceof MoneyMoved moved) {
      LocalDate day = DailyTotalsView.dayOf(event, moved);
      long upTo = Math.max(head, rows.getOrDefault(day, DayTotals.none(day)).lastPosition());
      if (event.position() <= upTo) {
        sums.merge(
            day,
            DayTotals.none(day).plus(moved, event.position()),
            (sum, one) -> sum.plus(moved, event.position()));
      }
    }
  }

  /** Compares each day that has a row or an event. */
  void end() {
    rows.keySet().forEach(day -> sums.putIfAbsent(day, DayTotals.none(day)));
    sums.forEach(
        (day, sum) -> {
          if (!rows.containsKey(day)) {
            differences.accept("daily_totals has no row for " + day);
          } else if (!rows.get(day).equals(sum)) {
            differences.accept("daily_totals differs from the events of " + day);
          }
        });
  }
}

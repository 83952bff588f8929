package io.counterfoil.examples.bank.audit;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.examples.bank.view.StatementEntry;
import io.counterfoil.examples.bank.view.StatementView;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Compares one account's statement with its events, line by line, a page at a time. */
final class StatementCheck implements Consumer<RecordedEvent> {
  private static final int PAGE = 500;

  private final StatementView view;
  private final String accountId;
  private final long head;
  private final Consumer<String> differences;
  private final Deque<StatementEntry> page = new ArrayDeque<>();

  /** The last line that there was when the check began; what is behind it came meanwhile. */
  private final long last;

  private long sequence;
  private boolean differs;

  /** Is set up before the events are read, so that they are at least as far. */
  StatementCheck(StatementView view, String accountId, long head, Consumer<String> differences)
      throws SQLException {
    this.view = view;
    this.accountId = accountId;
    this.head = head;
    this.differences = differences;
    List<StatementEntry> newest = view.pageBefore(accountId, Long.MAX_VALUE, 1);
    this.last = newest.isEmpty() ? 0 : newest.get(0).sequence();
  }

  @Override
  public void accept(RecordedEvent event) {
    sequence = event.sequence();
    if (differs || (sequence > last && event.position() > head)) {
      return;
    }
    Optional<StatementEntry> entry = sequence > last ? Optional.empty() : next();
    if (entry.isEmpty()) {
      differ("account_statement has no line for event " + sequence);
    } else if (!isOf(event, entry.get())) {
      differ("account_statement differs at event " + sequence);
    }
  }

  /** Looks for lines that no event stands behind. */
  void end() {
    if (!differs && last > sequence) {
      differ("account_statement goes on to line " + last + ", but the last event is " + sequence);
    }
  }

  private Optional<StatementEntry> next() {
    if (page.isEmpty()) {
      try {
        page.addAll(view.page(accountId, sequence - 1, PAGE));
      } catch (SQLException e) {
        throw new IllegalStateException("account_statement could not be read", e);
      }
    }
    return Optional.ofNullable(page.poll());
  }

  private static boolean isOf(RecordedEvent event, StatementEntry entry) {
    OptionalLong amount = OptionalLong.empty();
    OptionalLong balance = OptionalLong.empty();
    if (event.payload() instanceof MoneyMoved moved) {
      amount = OptionalLong.of(moved.amountCents());
      balance = OptionalLong.of(moved.balanceAfter());
    }
    return entry.sequence() == event.sequence()
        && entry.eventType().equals(event.type())
        && entry.amountCents().equals(amount)
        && entry.balanceCents().equals(balance);
  }

  /** One difference for an account: behind a line that is missing all others look wrong. */
  private void differ(String what) {
    differs = true;
    differences.accept(accountId + ": " + what);
  }
}

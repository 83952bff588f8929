package io.counterfoil.examples.bank.audit;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.BalanceRow;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Replays every account from its first event, and compares what comes out with the account's row
 * and lines in the views, the balances that its events state, and what its snapshot leads to; and
 * what all have moved on each day with the totals. May run while others work: each is compared with
 * the replay up to where it stands.
 */
public final class Audit {
  private static final int PAGE = 500;

  private final Bank bank;
  private final Consumer<String> differences;
  private long accounts;
  private long events;
  private long found;

  /**
   * Sets up an audit.
   *
   * @param bank what to look at
   * @param differences is told each difference, in one line
   */
  public Audit(Bank bank, Consumer<String> differences) {
    this.bank = bank;
    this.differences =
        difference -> {
          found++;
          differences.accept(difference);
        };
  }

  /**
   * Does the audit; once.
   *
   * @return what was looked at, and how many differences there are
   * @throws SQLException if the database failed
   */
  public AuditTally run() throws SQLException {
    long head = bank.store().status().head();
    bank.views().bringAllToHead();
    DailyTotalsCheck days = new DailyTotalsCheck(bank.dailyTotals(), head, differences);
    String opened = bank.store().eventTypes().nameOf(AccountOpened.class);
    EventQuery query = EventQuery.after(0).filter(EventFilter.ofEventTypes(opened)).limit(PAGE);
    List<RecordedEvent> page = new ArrayList<>();
    do {
      page.clear();
      long readTo = bank.store().readLog(query, page::add);
      for (RecordedEvent event : page) {
        compare(event.stream(), head, days);
      }
      query = EventQuery.after(readTo).filter(query.filter()).limit(query.limit());
    } while (page.size() == PAGE);
    bank.bus()
        .verifySnapshots(
            ACCOUNT,
            difference ->
                differences.accept(
                    difference.stream().aggregateId()
                        + ": the snapshot and the events since lead to another state than all"
                        + " events do, at event "
                        + difference.sequence()));
    days.end();
    if (bank.balances().totals().accounts() != accounts) {
      findRowsWithoutEvents();
    }
    return new AuditTally(accounts, events, found);
  }

  private void compare(StreamId account, long head, DailyTotalsCheck days) throws SQLException {
    // The rows first: the events are then at least as far as they are.
    Optional<BalanceRow> row = bank.balances().find(account.aggregateId());
    Replay replay =
        new Replay(account, head, row.map(BalanceRow::lastSequence).orElse(0L), differences);
    StatementCheck statement =
        new StatementCheck(bank.statements(), account.aggregateId(), head, differences);
    bank.store().readStream(StreamQuery.of(account), replay.andThen(statement).andThen(days));
    accounts++;
    events += replay.events();
    replay.compare(row);
    statement.end();
  }

  private void findRowsWithoutEvents() throws SQLException {
    List<BalanceRow> rows = bank.balances().page("", PAGE);
    while (!rows.isEmpty()) {
      for (BalanceRow row : rows) {
        List<RecordedEvent> first = new ArrayList<>();
        StreamId account = new StreamId(ACCOUNT.type(), row.accountId());
        bank.store().readStream(StreamQuery.of(account).limit(1), first::add);
        if (first.isEmpty()) {
          differences.accept(row.accountId() + ": balance_view has a row, but there are no events");
        }
      }
      rows = bank.balances().page(rows.get(rows.size() - 1).accountId(), PAGE);
    }
  }
}

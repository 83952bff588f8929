package io.counterfoil.examples.bank.view;

import static io.counterfoil.projection.testing.ProjectionFixture.row;

import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.testing.ProjectionFixture;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.StreamId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each view, given the events of two accounts, on each database. */
class ViewsTest {
  private static final StreamId EVA = new StreamId(Account.ACCOUNT.type(), "acc_1");
  private static final StreamId BOB = new StreamId(Account.ACCOUNT.type(), "acc_2");
  private static final LocalDate NEW_YEAR = LocalDate.of(1993, 1, 1);
  private static final LocalDate TODAY = LocalDate.of(1993, 1, 2);

  private static Stream<DataSource> databases() {
    return Stream.of(TestDatabases.h2Memory().dataSource(), TestDatabases.postgres().dataSource());
  }

  /** Some bookings have the bank's own date, the others that of their events. */
  private static ProjectionFixture fixture(Projection projection) {
    return ProjectionFixture.of(projection, EventTypes.of(AccountEvent.class))
        .at(Instant.parse("1993-01-02T23:59:59Z"))
        .given(
            EVA,
            new AccountOpened(Optional.of("Eva")),
            new MoneyDeposited(
                900,
                900,
                Optional.of(NEW_YEAR),
                Optional.of("transfer in"),
                Optional.of("rent"),
                Optional.of("acc_9")))
        .given(BOB, new AccountOpened(Optional.empty()), MoneyDeposited.of(50, 50))
        .given(EVA, MoneyWithdrawn.of(300, 600))
        .given(BOB, MoneyWithdrawn.of(50, 0), new AccountClosed());
  }

  @ParameterizedTest
  @MethodSource("databases")
  void balanceViewShowsEachAccount(DataSource database) throws Exception {
    fixture(BalanceProjection.in(database))
        .thenTable(row("acc_1", 600, "OPEN", 3, 5), row("acc_2", 0, "CLOSED", 4, 7))
        .then(() -> new BalanceView(database).totals(), new Totals(2, BigInteger.valueOf(600)));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void accountStatementShowsEachEventByPages(DataSource database) {
    StatementView view = new StatementView(database);
    StatementEntry opened = without(1, "AccountOpened", "Eva");
    StatementEntry deposited =
        with(2, NEW_YEAR, "MoneyDeposited", 900, 900, "transfer in; rent; acc_9");
    StatementEntry withdrawn = with(3, TODAY, "MoneyWithdrawn", 300, 600, "");

    fixture(StatementProjection.in(database))
        .then(() -> view.page("acc_1", 0, 10), List.of(opened, deposited, withdrawn))
        .then(() -> view.page("acc_1", 0, 2), List.of(opened, deposited))
        .then(() -> view.page("acc_1", 2, 2), List.of(withdrawn))
        .then(() -> view.page("acc_1", 3, 2), List.of())
        .then(() -> view.pageBefore("acc_1", Long.MAX_VALUE, 2), List.of(deposited, withdrawn))
        .then(() -> view.pageBefore("acc_1", 2, 2), List.of(opened))
        .then(() -> view.page("acc_2", 3, 10), List.of(without(4, "AccountClosed", "")))
        .thenRows(
            "SELECT sequence, amount_cents FROM account_statement WHERE account_id = 'acc_2'"
                + " ORDER BY sequence",
            row(1, null),
            row(2, 50),
            row(3, 50),
            row(4, null));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void dailyTotalsAddUpOverAllAccountsByPages(DataSource database) {
    DailyTotalsView view = new DailyTotalsView(database);
    DayTotals first = totals(NEW_YEAR, 1, 900, 0, 0, 2);
    DayTotals second = totals(TODAY, 1, 50, 2, 350, 6);

    fixture(DailyTotalsProjection.in(database))
        .thenTable(row(NEW_YEAR, 1, 900, 0, 0, 2), row(TODAY, 1, 50, 2, 350, 6))
        .then(() -> view.page(DailyTotalsView.FIRST, 10), List.of(first, second))
        .then(() -> view.page(DailyTotalsView.FIRST, 1), List.of(first))
        .then(() -> view.page(NEW_YEAR.plusDays(1), 1), List.of(second))
        .then(() -> view.find(NEW_YEAR), Optional.of(first))
        .then(() -> view.find(LocalDate.EPOCH), Optional.empty());
  }

  private static StatementEntry without(long sequence, String type, String text) {
    return new StatementEntry(
        sequence, TODAY, type, OptionalLong.empty(), OptionalLong.empty(), text);
  }

  private static StatementEntry with(
      long sequence, LocalDate day, String type, long amount, long balance, String text) {
    return new StatementEntry(
        sequence, day, type, OptionalLong.of(amount), OptionalLong.of(balance), text);
  }

  private static DayTotals totals(
      LocalDate day, long credits, long creditCents, long debits, long debitCents, long position) {
    return new DayTotals(
        day,
        credits,
        BigInteger.valueOf(creditCents),
        debits,
        BigInteger.valueOf(debitCents),
        position);
  }
}

package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayCommandTest {
  private static final String COUNTS = "read=%d applied=%d failed=%d parked=0 from=%d to=%d ";

  private static Stream<Supplier<TestDatabase>> databases() {
    return Stream.of(TestDatabases::h2Memory, TestDatabases::postgres);
  }

  /** Two accounts with three events each, in turns, in all views. */
  private static TestDatabase withTwoAccounts(Supplier<TestDatabase> create) {
    TestDatabase database = create.get();
    for (String account : List.of("a", "b")) {
      Run.on(database, "open", account);
    }
    for (String cents : List.of("10", "20")) {
      Run.on(database, "deposit", "a", cents);
      Run.on(database, "deposit", "b", cents);
    }
    assertThat(Run.on(database, "verify").code()).isZero(); // which brings the views to the head
    return database;
  }

  private static void spoil(TestDatabase database) {
    database.execute(
        "UPDATE balance_view_v1 SET balance_cents = 7 WHERE account_id = 'a'",
        "DELETE FROM account_statement_v1 WHERE account_id = 'a' AND sequence = 2",
        "UPDATE account_statement_v1 SET balance_cents = 7 WHERE sequence = 3");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void makesTheRowsOfOneAccountAnew(Supplier<TestDatabase> create) {
    TestDatabase database = withTwoAccounts(create);
    spoil(database);

    Run run = Run.on(database, "replay", "--account", "a");

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("replayed=balance_view read=3 applied=3 failed=0 parked=0");
    assertThat(lines.get(1)).startsWith("replayed=account_statement read=3 applied=3 failed=0");
    assertThat(lines.get(2)).startsWith("projection=daily_totals skipped='the projection");
    assertThat(run.code()).isZero();
    assertThat(Run.on(database, "balance", "a").out()).contains(" balance_cents=30 ");
    assertThat(Run.on(database, "verify").out().lines()) // b's line was not replayed
        .containsExactly(
            "b: account_statement differs at event 3", "accounts=2 events=6 differences=1");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void appliesChosenEventsAgain(Supplier<TestDatabase> create) {
    TestDatabase database = withTwoAccounts(create);
    spoil(database);
    database.execute("UPDATE balance_view_v1 SET balance_cents = 30 WHERE account_id = 'a'");

    Run part =
        Run.on(database, "replay", "account_statement", "--type", "MoneyDeposited", "--from", "4");
    Run differing = Run.on(database, "verify");
    Run today = Run.on(database, "replay", "account_statement", "--from", "2020-01-01");

    assertThat(part.out())
        .startsWith("replayed=account_statement " + COUNTS.formatted(3, 3, 0, 4, 6));
    assertThat(differing.out()).startsWith("a: account_statement").contains("differences=1");
    assertThat(today.out()).contains(" read=6 applied=6 failed=0 ");
    assertThat(Run.on(database, "verify").code()).isZero();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDryRunTriesAllViewsAndChangesNothing(Supplier<TestDatabase> create) {
    TestDatabase database = withTwoAccounts(create);
    spoil(database);
    String before = Run.on(database, "verify").out();

    Run run = Run.on(database, "replay", "--dry-run");

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("tried="))
        .allMatch(line -> line.contains(" failed=0 parked=0 "));
    assertThat(run.code()).isZero();
    assertThat(Run.on(database, "verify").out()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("databases")
  void aDryRunShowsWhatFails(Supplier<TestDatabase> create) {
    TestDatabase database = withTwoAccounts(create);

    Run run =
        Run.on(database, "replay", "balance_view", "--account", "a", "--from", "2", "--dry-run");

    List<String> lines = run.out().lines().toList();
    assertThat(lines.get(0)).startsWith("tried=balance_view " + COUNTS.formatted(2, 0, 2, 2, 6));
    assertThat(lines).hasSize(3);
    assertThat(lines.get(1)).contains("MoneyDeposited", "IllegalStateException");
    assertThat(run.code()).isEqualTo(1);
  }

  @Test
  void refusesAViewByNameThatDoesNotBearIt() {
    TestDatabase database = withTwoAccounts(TestDatabases::h2Memory);

    Run replay = Run.on(database, "replay", "daily_totals");
    Run repair = Run.on(database, "replay", "daily_totals", "--account", "a");

    assertThat(replay.err()).startsWith("bank: the projection 'daily_totals'");
    assertThat(repair.err()).startsWith("bank: the projection 'daily_totals'");
    assertThat(List.of(replay.code(), repair.code())).containsExactly(1, 1);
    assertThat(Run.on(database, "verify").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | account-unknown: there is no account 'nobody' | replay --account nobody",
        "2 | there is no type 'X'; there are AccountClosed, AccountOpened, MoneyDeposited,"
            + " MoneyWithdrawn | replay --type X",
        "2 | there is no projection 'x'; there are | replay x",
        "2 | --from and --to: positions go from 1 or more up, but were 5 to 3 | replay --from 5"
            + " --to 3",
        "2 | --from and --to: no time lies between | replay --from 1993-01-02 --to 1993-01-01",
        "2 | Invalid value for option '--from': 'soon' is no position, day | replay --from soon",
        "2 | the projection 'daily_totals' handles none of AccountOpened | replay daily_totals"
            + " --type AccountOpened --dry-run",
      })
  void saysInOneLineWhatIsWrong(int code, String message, String commandLine) {
    Run run = Run.on(TestDatabases.h2Memory(), commandLine.split(" ", -1));

    assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("bank: " + message);
    assertThat(run.code()).isEqualTo(code);
  }
}

package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.examples.bank.importing.BankFiles;
import io.counterfoil.examples.bank.importing.Ledger;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandsTest {
  private final TestDatabase database = TestDatabases.h2Memory();
  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  private Run bank(String... arguments) {
    return Run.on(database, arguments);
  }

  private static void assertPrints(Run run, String... lines) {
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines()).containsExactly(lines);
    assertThat(run.code()).isZero();
  }

  private static void assertFails(Run run, int code, String line) {
    assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("bank: " + line);
    assertThat(run.out()).isEmpty();
    assertThat(run.code()).isEqualTo(code);
  }

  @Test
  void leadsAnAccountFromOpeningToClosing() {
    assertPrints(
        bank("open", "a", "--owner", "Eva"),
        "account=a balance_cents=0 status=open sequence=1 position=1");
    assertPrints(
        bank("deposit", "a", "5000"),
        "account=a balance_cents=5000 status=open sequence=2 position=2");
    assertFails(
        bank("withdraw", "a", "5001"),
        1,
        "insufficient-funds: account 'a' has 5000 cents, too little to withdraw 5001");
    assertFails(bank("close", "a"), 1, "account-not-empty: account 'a' still has 5000 cents");
    assertPrints(
        bank("withdraw", "a", "5000"),
        "account=a balance_cents=0 status=open sequence=3 position=3");
    assertPrints(
        bank("close", "a"), "account=a balance_cents=0 status=closed sequence=4 position=4");
    assertFails(bank("deposit", "a", "1"), 1, "account-closed: ");
    assertPrints(bank("balance", "a"), "account=a balance_cents=0 status=closed sequence=4");
  }

  @Test
  void takesOptionsBeforeAndBehindParameters() {
    Run run =
        Run.of("open", "--db", database.url(), "a", "--user", database.user(), "--owner", "Eva");

    assertPrints(run, "account=a balance_cents=0 status=open sequence=1 position=1");
  }

  @Test
  void readsTheViewWithEveryEventInIt() {
    bank("open", "a");
    bank("deposit", "a", "70");

    assertThat(bank("status").out())
        .startsWith("streams=1 events=2 head=2\nprojection=balance_view state=behind")
        .containsSubsequence(" checkpoint=0 ", " checkpoint=0 ", " checkpoint=0 ");
    assertPrints(bank("balance", "a"), "account=a balance_cents=70 status=open sequence=2");
    assertThat(bank("statement", "a").code()).isZero();
    assertThat(bank("status").out())
        .containsSubsequence(" checkpoint=2 ", " checkpoint=2 ", " checkpoint=0 ");
  }

  @Test
  void hasTheViewFromTheStart() {
    bank("status");

    database.execute("SELECT account_id, balance_cents FROM balance_view");
    assertPrints(bank("verify"), "accounts=0 events=0 differences=0");
  }

  @Test
  void printsAStatement() {
    bank("open", "a", "--owner", "Eva\nNováková");
    bank("deposit", "a", "5000");
    bank("withdraw", "a", "70");

    Run all = bank("statement", "a");
    Run newest = bank("statement", "a", "--limit", "1");

    assertThat(all.out().lines()).hasSize(4);
    assertThat(all.out()).contains("AccountOpened").contains("Eva\\u000aNováková");
    assertThat(newest.out().lines()).hasSize(2);
    assertThat(newest.lastLine().split(" +", -1)).contains("3", "MoneyWithdrawn", "70", "4930");
    assertThat(newest.lastLine()).isEqualTo(all.lastLine());
  }

  @Test
  void turnsThePagesOfAStatement() {
    bank("open", "a");
    for (int cents = 1; cents <= 9; cents++) {
      bank("deposit", "a", Integer.toString(cents));
    }

    assertThat(sequences("--limit", "3")).containsExactly("8", "9", "10");
    assertThat(sequences("--limit", "3", "--before", "8")).containsExactly("5", "6", "7");
    assertThat(sequences("--limit", "3", "--after", "0")).containsExactly("1", "2", "3");
    assertThat(sequences("--limit", "3", "--after", "9")).containsExactly("10");
    assertThat(sequences("--after", "10")).isEmpty();
    assertThat(sequences("--before", "3")).containsExactly("1", "2");
    assertThat(sequences()).hasSize(10);
  }

  private List<String> sequences(String... options) {
    List<String> command = new ArrayList<>(List.of("statement", "a"));
    command.addAll(List.of(options));
    Run run = bank(command.toArray(String[]::new));
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    return run.out().lines().skip(1).map(line -> line.strip().split(" ", 2)[0]).toList();
  }

  @Test
  void addsUpWhatAllAccountsHaveMovedOnEachDay(@TempDir Path folder) throws IOException {
    Path file = BankFiles.generated(folder, 300, 20, 4);
    bank("import", file.toString());
    bank("open", "a");

    Run all = bank("totals");
    Run one = bank("totals", "--day", "1993-11-11");

    assertThat(all.lastLine()).isEqualTo(Ledger.totalsOf(file, day -> true));
    assertThat(one.out().lines()).hasSize(3);
    assertThat(one.lastLine()).isEqualTo(Ledger.totalsOf(file, "1993-11-11"::equals));
    assertThat(bank("totals", "--from", "1993-11-12", "--limit", "2").lastLine())
        .isEqualTo(Ledger.totalsOf(file, day -> List.of("1993-11-12", "1993-11-13").contains(day)));
    assertThat(bank("totals", "--day", "2000-01-01").lastLine())
        .isEqualTo("days=0 credits=0 credit_cents=0 debits=0 debit_cents=0 moved_cents=0");
  }

  @Test
  void printsEventsAsJsonOneALine() {
    bank("open", "a");
    bank("deposit", "a", "5000");

    List<String> lines = bank("events", "a").out().lines().toList();

    assertThat(lines).hasSize(2);
    assertThat(lines.get(1))
        .startsWith(
            "{\"type\":\"MoneyDeposited\",\"aggregateType\":\"account\",\"aggregateId\":\"a\","
                + "\"sequence\":2,\"position\":2,\"eventId\":\"")
        .contains("\"data\":{\"amountCents\":5000,\"balanceAfter\":5000},\"meta\":{");
  }

  @Test
  void rebuildsTheView() {
    bank("open", "a");
    bank("deposit", "a", "5000");
    bank("balance", "a");
    database.execute("UPDATE balance_view_v1 SET balance_cents = 1");

    assertThat(bank("rebuild", "balance_view").lastLine())
        .matches("rebuilt=balance_view events=2 seconds=[0-9]+\\.[0-9]+");
    assertPrints(bank("balance", "a"), "account=a balance_cents=5000 status=open sequence=2");
  }

  @Test
  void findsWhatDiffersFromTheEvents() {
    for (String account : List.of("a", "b", "c", "d")) {
      bank("open", account);
      bank("deposit", account, "5000");
    }
    assertPrints(bank("verify"), "accounts=4 events=8 differences=0");
    database.execute(
        "UPDATE balance_view_v1 SET balance_cents = 1 WHERE account_id = 'a'",
        "UPDATE balance_view_v1 SET last_sequence = 1 WHERE account_id = 'b'",
        "DELETE FROM balance_view_v1 WHERE account_id = 'c'",
        "INSERT INTO balance_view_v1 VALUES ('x', 1, 'OPEN', 1, 1)",
        "INSERT INTO balance_view_v1 VALUES ('y', 1, 'OPEN', 1, 1)");

    Run run = bank("verify");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines())
        .containsExactly(
            "a: balance_view says OPEN with 1, the events say OPEN with 5000, at event 2",
            "b: balance_view stands at event 1, but the last one is 2",
            "c: balance_view has no row",
            "x: balance_view has a row, but there are no events",
            "y: balance_view has a row, but there are no events",
            "accounts=4 events=8 differences=5");
  }

  @Test
  void findsWhatDiffersInStatementsAndTotals() {
    for (String account : List.of("a", "b", "c", "d")) {
      bank("open", account);
      bank("deposit", account, "5000");
    }
    assertPrints(bank("verify"), "accounts=4 events=8 differences=0");
    database.execute(
        "UPDATE account_statement_v1 SET balance_cents = 1 WHERE account_id = 'a' AND sequence = 2",
        "DELETE FROM account_statement_v1 WHERE account_id = 'b' AND sequence = 2",
        "DELETE FROM account_statement_v1 WHERE account_id = 'c' AND sequence = 1",
        "INSERT INTO account_statement_v1 VALUES ('d', 3, DATE '2000-01-01', 'x', 1, 1, '')",
        "UPDATE daily_totals_v1 SET credits = credits + 1",
        "INSERT INTO daily_totals_v1 VALUES (DATE '2000-01-01', 1, 1, 0, 0, 1)");

    Run run = bank("verify");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out().lines())
        .hasSize(7)
        .contains(
            "a: account_statement differs at event 2",
            "b: account_statement has no line for event 2",
            "c: account_statement differs at event 1",
            "d: account_statement goes on to line 3, but the last event is 2",
            "daily_totals differs from the events of 2000-01-01",
            "accounts=4 events=8 differences=6");
  }

  @Test
  void findsASnapshotThatDiffersFromTheEvents(@TempDir Path folder) {
    Path file = BankFiles.generated(folder, 600, 1, 11); // enough for snapshots
    bank("import", file.toString());
    assertThat(bank("verify").code()).isZero();
    database.execute(
        "UPDATE \"counterfoil_snapshots\" SET \"state\" ="
            + " '{\"status\":\"OPEN\",\"balanceCents\":-7}'");

    Run run = bank("verify");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .startsWith("acc-0: the snapshot and the events since lead to another state");
    assertThat(run.lastLine()).endsWith("differences=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | account-not-open: there is no account 'nobody' | deposit nobody 5",
        "1 | account-not-open: there is no account 'nobody' | withdraw nobody 5",
        "1 | account-not-open: there is no account 'nobody' | close nobody",
        "1 | account-unknown: there is no account 'nobody' | balance nobody",
        "1 | account-unknown: there is no account 'nobody' | statement nobody",
        "1 | account-unknown: there is no account 'nobody' | events nobody",
        "1 | invalid-amount: an amount is 1 cent or more, not 0 | deposit nobody 0",
        "1 | invalid-amount: an amount is 1 cent or more, not -5 | withdraw nobody -5",
        "2 | Invalid value for positional parameter at index 1 (AMOUNT_CENTS) | deposit nobody 5,0",
        "2 | Missing required parameter | deposit nobody",
        "2 | Unmatched argument at index 2: 'b' | balance a b",
        "2 | unknown command 'transfer'; see bank --help | transfer a b 5",
        "2 | Unknown option: '--ownr=Eva' | open a --ownr=Eva",
        "2 | there is no projection 'x'; there are balance_view, account_statement, daily_totals |"
            + " rebuild x",
        "2 | there is no file nothing.csv | import nothing.csv",
        "2 | --threads must be 1 to 64, but is 0 | import nothing.csv --threads 0",
        "2 | Invalid value for option '--limit': 'x' is not a whole number | statement a --limit x",
        "2 | Invalid value for option '--threads': '9999999999' is too large | import x --threads"
            + " 9999999999",
        "2 | --limit must be 1 or more, but is 0 | statement a --limit 0",
        "2 | --limit must be 1 or more, but is 0 | totals --limit 0",
        "2 | --after and --before name two pages; give one of them | statement a --after 1 --before"
            + " 3",
        "2 | Invalid value for option '--day' | totals --day yesterday",
      })
  void saysInOneLineWhatIsWrong(int code, String message, String commandLine) {
    assertFails(bank(commandLine.split(" ", -1)), code, message);
  }

  @Test
  void saysThatAnAmountIsTooLarge() {
    assertThat(bank("deposit", "a", "99999999999999999999").err())
        .contains("'99999999999999999999' is too large");
  }

  @Test
  void escapesWhatATerminalWouldObey() {
    String account = "a\u001b[31m";
    bank("open", account, "--owner", "E\u009bva");

    assertThat(bank("balance", account).out()).startsWith("account=a\\u001b[31m balance_cents=0");
    assertThat(bank("statement", account).out()).contains("E\\u009bva");
    assertFails(
        bank("withdraw", account, "1"), 1, "insufficient-funds: account 'a\\u001b[31m' has");
    assertFails(bank("x\u001b[1m"), 2, "unknown command 'x\\u001b[1m'");
  }

  @Test
  void entersAnH2DatabaseAsItsUsualUserWhereNobodyIsNamed(@TempDir Path folder) {
    String url = "jdbc:h2:" + folder.resolve("bank");

    Run opened = Run.of("open", "a", "--db", url, "--user", "sa", "--password", "");
    Run read = Run.of("balance", "a", "--db", url);
    Run named = Run.of("balance", "a", "--db", url + ";USER=sa;PASSWORD=");

    assertThat(opened.code()).isZero();
    assertPrints(read, "account=a balance_cents=0 status=open sequence=1");
    assertThat(named).isEqualTo(read);
  }

  @Test
  void letsAUserInWhoMayNotChangeTheTraces() {
    bank("open", "a");
    database.execute("CREATE USER teller PASSWORD 'x'", "GRANT ALTER ANY SCHEMA TO teller");

    String url = database.url().replaceFirst(";.*", "");
    Run run = Run.of("status", "--db", url, "--user", "teller", "--password", "x");

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("streams=1 events=1 head=1");
  }

  @Test
  void refusesADatabaseInMemoryWithoutAName() {
    for (String url : List.of("jdbc:h2:mem:", "jdbc:h2:mem:;DB_CLOSE_DELAY=-1")) {
      assertFails(Run.of("status", "--db", url), 1, "a database in memory needs a name");
    }
  }

  @Test
  void saysInOneLineThatADatabaseCannotBeOpened() {
    assertFails(
        Run.of("balance", "a", "--db", "jdbc:postgresql://localhost:1/bank?password=secret"),
        1,
        "cannot open the database jdbc:postgresql://localhost:1/bank: Connection to");
    assertFails(
        Run.of("balance", "a", "--db", "jdbc:other:bank"),
        1,
        "the database 'jdbc:other:bank' is not supported; give");
    bank("status");
    assertFails(
        Run.of("balance", "a", "--db", database.url(), "--user", "sa", "--password", "wrong"),
        1,
        "cannot open the database "
            + database.url().replaceFirst(";.*", "")
            + ": wrong user or password");
  }

  @Test
  void showsAStackTraceOnlyWhenAsked() {
    Run run = Run.of("balance", "a", "--db", "jdbc:other:bank", "--verbose");

    assertThat(run.code()).isEqualTo(1);
    assertThat(run.err()).startsWith("bank: the database").contains("\tat io.counterfoil.");
  }

  @Test
  void writesNumbersTheSameWayInEveryCountry() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    bank("open", "a");

    assertPrints(
        bank("deposit", "a", "1234567"),
        "account=a balance_cents=1234567 status=open sequence=2 position=2");
    assertThat(bank("rebuild", "balance_view").lastLine())
        .matches("rebuilt=balance_view events=2 seconds=[0-9]+\\.[0-9]+");
    assertThat(bank("statement", "a").lastLine()).contains("1234567");
  }

  @Test
  void explainsItself() {
    assertThat(Run.of("--help").out())
        .contains("import", "verify", "Without a command", "2   the command line");
    assertThat(Run.of("help", "import").out()).contains("--threads=N", "0   all is well");
    assertThat(Run.of("import", "--help").out()).contains("--threads=N", "--db=JDBC-URL");
    assertThat(Run.of("--version").out()).startsWith("bank ");
  }

  @Test
  void statusNamesWhoKeepsTheLogFromBeingRead() throws SQLException {
    TestDatabase postgres = TestDatabases.postgres();
    Run.on(postgres, "open", "a");
    try (Connection held = postgres.dataSource().getConnection();
        Statement statement = held.createStatement()) {
      held.setAutoCommit(false);
      statement.execute("SET application_name = 'night batch'");
      statement.execute(
          """
          INSERT INTO counterfoil_events (aggregate_type, aggregate_id, "sequence", event_id,
            "type", schema_version, recorded_at, "data")
          SELECT aggregate_type, 'held', "sequence", gen_random_uuid(), "type", schema_version,
            recorded_at, "data" FROM counterfoil_events\
          """);
      Run.on(postgres, "open", "b");

      assertThat(Run.on(postgres, "status").out())
          .contains("readable=1 waits_for='", "state='idle in transaction' age_seconds=")
          .contains("application='night batch'");
    }
  }
}

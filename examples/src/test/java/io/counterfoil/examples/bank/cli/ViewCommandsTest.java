package io.counterfoil.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What keeps the views: status, rebuild, parked. */
class ViewCommandsTest {
  /** What the bank runs on. */
  private enum Engine {
    H2,
    POSTGRES;

    TestDatabase create() {
      return this == H2 ? TestDatabases.h2Memory() : TestDatabases.postgres();
    }
  }

  private static void deposit(TestDatabase database, String account, int cents) {
    assertThat(Run.on(database, "deposit", account, Integer.toString(cents)).code()).isZero();
  }

  /** An account whose row is gone from balance_view, and two deposits that find none there. */
  private static TestDatabase withTwoParked(Engine engine) {
    TestDatabase database = engine.create();
    Run.on(database, "open", "a");
    Run.on(database, "open", "b");
    Run.on(database, "balance", "a");
    database.execute("DELETE FROM balance_view_v1 WHERE account_id = 'a'");
    deposit(database, "a", 10);
    deposit(database, "b", 20);
    deposit(database, "a", 30);
    assertThat(Run.on(database, "balance", "b").out()).contains(" balance_cents=20 ");
    return database;
  }

  private static void giveTheRowBack(TestDatabase database) {
    database.execute("INSERT INTO balance_view_v1 VALUES ('a', 0, 'OPEN', 1, 1)");
  }

  @ParameterizedTest
  @EnumSource
  void statusTellsOfEachViewHowItStands(Engine engine) {
    TestDatabase database = engine.create();
    Run.on(database, "open", "a");
    Run.on(database, "balance", "a");
    deposit(database, "a", 10);
    Run.on(database, "totals");

    Run run = Run.on(database, "status");

    assertThat(run.out().lines()).hasSize(4);
    assertThat(run.out())
        .containsPattern(
            "projection=balance_view state=behind version=1 generation=1 checkpoint=1 head=2 lag=1"
                + " lag_seconds=\\d+ parked=0 failure=-\n")
        .containsPattern("projection=account_statement state=behind .* checkpoint=0 head=2 lag=2 ")
        .contains(
            "projection=daily_totals state=idle version=1 generation=1 checkpoint=2 head=2 lag=0"
                + " lag_seconds=0 parked=0 failure=-\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void statusSaysThatAViewNeedsSomebody(Engine engine) {
    Run run = Run.on(withTwoParked(engine), "status");

    assertThat(run.out())
        .containsPattern(
            "projection=balance_view state=idle .* lag=0 lag_seconds=0 parked=2 failure='in the"
                + " handler of MoneyDeposited.*'\n")
        .containsPattern("projection=daily_totals .* parked=0 failure=-");
    assertThat(run.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadSaysThatEventsAreMissing(Engine engine) {
    TestDatabase database = withTwoParked(engine);
    giveTheRowBack(database);

    Run lacking = Run.on(database, "balance", "a");
    Run whole = Run.on(database, "balance", "b");

    assertThat(lacking.out()).startsWith("account=a balance_cents=0 ");
    assertThat(lacking.err())
        .isEqualToNormalizingNewlines(
            "bank: balance_view lacks events that could not be applied: 2; see bank parked\n");
    assertThat(lacking.code()).isEqualTo(1);
    assertThat(whole.err()).isEmpty();
    assertThat(whole.code()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anAccountWhoseEventsAreParkedIsNotCalledUnknown(Engine engine) {
    TestDatabase database = withTwoParked(engine);

    Run run = Run.on(database, "balance", "a");

    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "bank: balance_view lacks events that could not be applied: 2; see bank parked\n");
    assertThat(run.code()).isEqualTo(1);
    assertThat(Run.on(database, "balance", "nobody").err()).contains("account-unknown");
  }

  @ParameterizedTest
  @EnumSource
  void parkedListsWhatCouldNotBeAppliedAndWhatWaits(Engine engine) {
    TestDatabase database = withTwoParked(engine);

    Run run = Run.on(database, "parked");
    Run verbose = Run.on(database, "parked", "balance_view", "--verbose");

    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0))
        .matches(
            "projection=balance_view account=a sequence=2 position=3 type=MoneyDeposited"
                + " attempts=\\d+ at=\\S+ reason='in the handler of MoneyDeposited.*'");
    assertThat(lines.get(1)).contains(" position=5 ", " attempts=0 ").endsWith(" reason=-");
    assertThat(lines.get(2)).isEqualTo("parked=2");
    assertThat(run.code()).isEqualTo(1);
    assertThat(verbose.out()).contains("    java.lang.IllegalStateException: balance_view has no");
    assertThat(Run.on(database, "parked", "daily_totals").out()).isEqualTo("parked=0\n");
    assertThat(Run.on(database, "parked", "daily_totals").code()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void parkedEventsAreTakenUpAgainWhenTheCauseIsMended(Engine engine) {
    TestDatabase database = withTwoParked(engine);

    Run inVain = Run.on(database, "parked", "--retry");
    giveTheRowBack(database);
    Run mended = Run.on(database, "parked", "--retry");

    assertThat(inVain.out()).startsWith("projection=balance_view applied=0\n");
    assertThat(inVain.lastLine()).isEqualTo("parked=2");
    assertThat(inVain.code()).isEqualTo(1);
    assertThat(mended.out()).isEqualTo("projection=balance_view applied=2\nparked=0\n");
    assertThat(mended.code()).isZero();
    assertThat(Run.on(database, "verify").code()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void parkedEventsAreGivenUpOneByOne(Engine engine) {
    TestDatabase database = withTwoParked(engine);

    Run first = Run.on(database, "parked", "balance_view", "--discard", "3");
    Run again = Run.on(database, "parked", "balance_view", "--discard", "3");
    Run second = Run.on(database, "parked", "balance_view", "--discard", "5");

    assertThat(first.out().lines()).hasSize(2).first().asString().contains(" position=5 ");
    assertThat(again.err()).startsWith("bank: balance_view has no parked event at position 3");
    assertThat(again.code()).isEqualTo(2);
    assertThat(second.out()).isEqualTo("parked=0\n");
    assertThat(Run.on(database, "verify").out()).startsWith("a: balance_view has no row");
  }

  @ParameterizedTest
  @EnumSource
  void rebuildsEachViewAndDropsTheOldOne(Engine engine) {
    TestDatabase database = withTwoParked(engine);

    Run all = Run.on(database, "rebuild");

    assertThat(all.err()).isEmpty();
    assertThat(all.out().lines())
        .hasSize(3)
        .allMatch(line -> line.matches("rebuilt=[a-z_]+ events=\\d seconds=\\d+\\.\\d+"));
    assertThat(all.code()).isZero();
    assertThat(Run.on(database, "status").out())
        .containsSubsequence("generation=2", "parked=0", "generation=2", "generation=2");
    assertThat(Run.on(database, "verify").code()).isZero();
    database.execute("CREATE TABLE balance_view_v1 (position BIGINT)"); // its name is free again
  }

  @ParameterizedTest
  @EnumSource
  void aRebuildShowsABarToWhoeverLooks(Engine engine) {
    TestDatabase database = engine.create();
    Run.on(database, "open", "a");
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    Terminal terminal = new Terminal(out, new PrintStream(err, true, UTF_8), () -> true);

    int code = BankProgram.run(terminal, Run.with(database, "rebuild", "daily_totals"));

    assertThat(code).isZero();
    assertThat(err.toString(UTF_8)).contains("rebuild", "100%", "1/1", "/s");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "there is no projection 'x'; there are balance_view, account_statement, daily_totals |"
            + " parked x",
        "--discard needs a PROJECTION, as each has parked events of its own | parked --discard 3",
        "--retry and --discard are two orders; give one of them | parked balance_view --retry"
            + " --discard 3",
        "Invalid value for option '--discard': 'x' is not a whole number | parked balance_view"
            + " --discard x",
      })
  void saysInOneLineWhatIsWrong(String message, String commandLine) {
    Run run = Run.on(Engine.H2.create(), commandLine.split(" ", -1));

    assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("bank: " + message);
    assertThat(run.code()).isEqualTo(2);
  }
}

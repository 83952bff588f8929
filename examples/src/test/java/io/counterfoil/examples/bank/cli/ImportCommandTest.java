package io.counterfoil.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.examples.bank.importing.BankFiles;
import io.counterfoil.examples.bank.importing.Ledger;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final boolean LONG = Boolean.getBoolean("counterfoil.long");

  @TempDir private Path folder;

  /** The real bank's books where they are at hand, and generated ones always. */
  @TestFactory
  Stream<DynamicTest> printsTheSameTotalsOnEveryDatabaseAndTheSecondTime() {
    List<DynamicTest> tests = new ArrayList<>();
    Path generated = BankFiles.generated(folder, 1_200, 80, 1993);
    for (int threads : new int[] {1, 16}) {
      tests.add(onH2File("generated", generated, threads));
      tests.add(onPostgres("generated", generated, threads));
    }
    Optional<Path> real = BankFiles.real();
    if (real.isPresent()) {
      tests.add(onH2File("real", real.get(), 1));
      tests.add(onPostgres("real", real.get(), 16));
      if (LONG) {
        tests.add(onH2File("real", real.get(), 16));
        tests.add(onPostgres("real", real.get(), 1));
      }
    }
    return tests.stream();
  }

  private DynamicTest onH2File(String name, Path file, int threads) {
    return DynamicTest.dynamicTest(
        name + " on H2 with " + threads,
        () -> importTwice(TestDatabases.h2File(folder), file, threads));
  }

  private static DynamicTest onPostgres(String name, Path file, int threads) {
    return DynamicTest.dynamicTest(
        name + " on PostgreSQL with " + threads,
        () -> importTwice(TestDatabases.postgres(), file, threads));
  }

  private static void importTwice(TestDatabase database, Path file, int threads)
      throws IOException {
    Ledger ledger = Ledger.of(file);
    String[] command = {"import", file.toString(), "--threads", Integer.toString(threads)};

    Run first = Run.on(database, command);
    Run second = Run.on(database, command);

    assertThat(first.err()).isEmpty();
    assertThat(first.out()).matches("\\Q" + ledger.firstSummary() + "\\E[0-9]+\\.[0-9]+\n");
    assertThat(second.out()).matches("\\Q" + ledger.secondSummary() + "\\E[0-9]+\\.[0-9]+\n");
    assertThat(first.code()).isZero();
    assertThat(second.code()).isZero();
    assertThat(Run.on(database, "totals").lastLine()).isEqualTo(Ledger.totalsOf(file, day -> true));
    assertThat(Run.on(database, "verify").lastLine())
        .isEqualTo(
            "accounts=" + ledger.accounts() + " events=" + ledger.events() + " differences=0");
  }

  @Test
  void knowsTheTotalsOfTheRealBooks() throws IOException {
    Optional<Path> real = BankFiles.real();
    Ledger expected = new Ledger(28_205, 1_139, 28_199, 6, 3_666_019_410L);

    Ledger ledger = real.isPresent() ? Ledger.of(real.get()) : expected;

    assertThat(ledger).isEqualTo(expected);
    if (real.isPresent()) {
      assertThat(Ledger.totalsOf(real.get(), day -> true))
          .contains(" credits=15212 credit_cents=12044223740 ")
          .endsWith(" moved_cents=3666019410");
    }
  }

  @Test
  void tellsWhatToDoWhenTheDatabaseFails() {
    TestDatabase database = TestDatabases.h2Memory();
    Path file = BankFiles.generated(folder, 50, 5, 6);
    Run.on(database, "status");
    database.execute("ALTER TABLE \"counterfoil_events\" ADD CONSTRAINT full_disk CHECK (1 = 0)");

    Run cutOff = Run.on(database, "import", file.toString());
    database.execute("ALTER TABLE \"counterfoil_events\" DROP CONSTRAINT full_disk");

    assertThat(cutOff.code()).isEqualTo(1);
    assertThat(cutOff.err().lines()).hasSize(1);
    assertThat(cutOff.err())
        .startsWith("bank: the import was cut off: ")
        .contains("run the same import again")
        .doesNotContain("SQL statement");
    assertThat(Run.on(database, "import", file.toString()).out()).startsWith("rows=50 ");
  }

  @Test
  void saysNothingOfRowsBeforeTheFirst() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.csv"));

    Run run = Run.on(TestDatabases.h2Memory(), "import", empty.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(":1: the file is empty; ").endsWith("; nothing was imported\n");
  }

  @Test
  void endsAtAMalformedRowAndSaysWhere() throws IOException {
    TestDatabase database = TestDatabases.h2Memory();
    Path good = BankFiles.generated(folder, 500, 20, 5);
    List<String> lines = new ArrayList<>(Files.readAllLines(good, UTF_8));
    lines.set(401, lines.get(401).replaceFirst("(credit|debit)", "sideways"));
    Path bad = Files.write(folder.resolve("bad.csv"), lines);
    Ledger before = Ledger.of(Files.write(folder.resolve("before.csv"), lines.subList(0, 401)));

    Run broken = Run.on(database, "import", bad.toString(), "--threads", "8");
    Run mended = Run.on(database, "import", good.toString());

    assertThat(broken.code()).isEqualTo(2);
    assertThat(broken.err())
        .isEqualTo(
            "bank: "
                + bad
                + ":402: the direction 'sideways' is neither credit nor debit;"
                + " the rows before it are in\n");
    assertThat(broken.out()).startsWith(before.firstSummary());
    assertThat(mended.out()).contains(" skipped=400 ");
    assertThat(mended.out()).contains("balance_total_cents=" + Ledger.of(good).total() + " ");
  }
}

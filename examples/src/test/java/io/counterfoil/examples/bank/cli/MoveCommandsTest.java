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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank that is moved from one database to another, by a file. */
class MoveCommandsTest {
  @TempDir private Path folder;

  @Test
  void movesTheBooksFromH2ToPostgresAndBack() throws IOException {
    move(TestDatabases.h2Memory(), TestDatabases.postgres());
    move(TestDatabases.postgres(), TestDatabases.h2File(folder));
  }

  private void move(TestDatabase from, TestDatabase to) throws IOException {
    Path books = BankFiles.generated(folder, 1_200, 80, 1993);
    Ledger ledger = Ledger.of(books);
    Path file = folder.resolve("books.jsonl.gz");
    Path again = folder.resolve("again.jsonl.gz");
    Run.on(from, "import", books.toString(), "--threads", "8");

    Run written = Run.on(from, "export", file.toString());
    Run read = Run.on(to, "import-events", file.toString());
    Run.on(to, "export", again.toString());

    assertThat(written.err()).isEmpty();
    assertThat(written.out())
        .matches(
            "events=%1$d outcomes=%2$d position=[0-9]+ seconds=[0-9.]+\n"
                .formatted(ledger.events(), ledger.rows()));
    assertThat(read.err()).isEmpty();
    assertThat(read.out())
        .matches(
            "events=%d skipped=0 outcomes=%d position=[0-9]+ accounts=%d balance_total_cents=%d seconds=[0-9.]+\n"
                .formatted(ledger.events(), ledger.rows(), ledger.accounts(), ledger.total()));
    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(Run.on(to, "verify").lastLine()).endsWith("differences=0");
    // Rejections moved, too: so a row that was refused is not booked now.
    assertThat(Run.on(to, "import", books.toString()).out()).startsWith(ledger.secondSummary());
  }

  @Test
  void refusesADamagedFileAndSaysWhere() throws IOException {
    TestDatabase database = TestDatabases.h2Memory();
    Run.on(database, "open", "a", "--owner", "Eva");
    Run.on(database, "deposit", "a", "5000");
    Run.on(database, "deposit", "a", "6000");
    Path file = folder.resolve("events.jsonl");
    Run.on(database, "export", file.toString());
    List<String> lines = new ArrayList<>(Files.readAllLines(file, UTF_8));
    lines.remove(2);
    Files.write(file, lines);

    Run run = Run.on(TestDatabases.h2Memory(), "import-events", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("bank: " + file + ":3: it is event 3 of the stream account/a, of which 1 ")
        .hasLineCount(1);
  }

  @Test
  void marksWhatIsNotTheWholeAndTakesItInOnlyWhenTold() throws IOException {
    TestDatabase database = TestDatabases.h2Memory();
    TestDatabase target = TestDatabases.h2Memory();
    Run.on(database, "open", "a");
    Run.on(database, "open", "b");
    Run.on(database, "deposit", "b", "5000");
    Path file = folder.resolve("b.jsonl");

    Run written = Run.on(database, "export", file.toString(), "--account", "b");
    Run refused = Run.on(target, "import-events", file.toString());
    Run read = Run.on(target, "import-events", file.toString(), "--partial");

    assertThat(written.out()).startsWith("events=2 outcomes=0 position=3 ");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).startsWith("bank: " + file + ":1: the export was filtered");
    assertThat(read.out()).startsWith("events=2 skipped=0 outcomes=0 position=3 accounts=1 ");
    assertThat(Run.on(target, "events", "b").out())
        .isEqualTo(Run.on(database, "events", "b").out());
  }

  @Test
  void choosesByTime() throws IOException {
    TestDatabase database = TestDatabases.h2Memory();
    Run.on(database, "open", "a");
    Path file = folder.resolve("a.jsonl");

    Run past = Run.on(database, "export", file.toString(), "--until", "2020-01-01T00:00:00Z");
    Run since = Run.on(database, "export", file.toString(), "--since", "2020-01-01T00:00:00Z");
    Run wrong = Run.on(database, "export", file.toString(), "--since", "yesterday");

    assertThat(past.out()).startsWith("events=0 ");
    assertThat(since.out()).startsWith("events=1 ");
    assertThat(wrong.code()).isEqualTo(2);
  }

  @Test
  void saysWhenThereIsNoSuchFile() {
    TestDatabase database = TestDatabases.h2Memory();
    Path missing = folder.resolve("missing").resolve("file");

    Run read = Run.on(database, "import-events", missing.toString());
    Run written = Run.on(database, "export", missing.toString());

    assertThat(read.code()).isEqualTo(2);
    assertThat(read.err()).isEqualTo("bank: there is no file " + missing + "\n");
    assertThat(written.code()).isEqualTo(2);
    assertThat(written.err()).startsWith("bank: cannot write " + missing);
  }
}

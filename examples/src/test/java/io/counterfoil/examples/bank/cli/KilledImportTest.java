package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.examples.bank.importing.BankFiles;
import io.counterfoil.examples.bank.importing.Ledger;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import that is killed with -9 twenty times in a row, and run again each time, ends as if
 * nothing had happened. With {@code -Dcounterfoil.long=true} it is that of the real bank's books,
 * where they are at hand.
 */
class KilledImportTest {
  private static final boolean LONG = Boolean.getBoolean("counterfoil.long");
  private static final int KILLS = 20;

  private final Random random = new Random();

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothingOnH2() throws Exception {
    TestDatabase database = TestDatabases.h2File(folder);
    Path file = folder.resolve(database.url().replaceFirst(".*/", "") + ".mv.db");

    survives(database, rows -> new Writes(file, 1 + random.nextInt(rows / (4 * KILLS))));
  }

  @Test
  void losesAndDoublesNothingOnPostgres() throws Exception {
    TestDatabase database = TestDatabases.postgres();
    try (HikariDataSource pool = database.pool(1)) {
      survives(
          database,
          rows -> {
            long wanted = events(pool) + 1 + random.nextInt(rows / (2 * KILLS));
            return () -> events(pool) >= wanted;
          });
    }
  }

  private void survives(TestDatabase database, Moments moments) throws Exception {
    Path file = books();
    Ledger ledger = Ledger.of(file);
    String[] command = Run.with(database, "import", file.toString(), "--threads", "4");

    for (int kill = 1; kill <= KILLS; kill++) {
      Moment moment = moments.in((int) ledger.rows());
      Child child = Child.start(folder, command);
      awaitMoment(child, moment);
      assertThat(child.process().isAlive()).as("kill %d is in the middle", kill).isTrue();
      child.kill();
    }
    Run last = Run.of(command);
    Run oneMore = Run.of(command);

    assertThat(last.err()).isEmpty();
    assertThat(last.code()).isZero();
    assertThat(last.out())
        .startsWith("rows=" + ledger.rows() + " accounts=" + ledger.accounts() + " ")
        .contains(
            " balance_total_cents=" + ledger.total() + " events=" + ledger.events() + " seconds=");
    assertThat(oneMore.out()).startsWith(ledger.secondSummary());
    assertThat(Run.on(database, "verify").lastLine()).endsWith("differences=0");
  }

  private Path books() {
    Optional<Path> real = BankFiles.real();
    if (LONG && real.isPresent()) {
      return real.get().toAbsolutePath();
    }
    return BankFiles.generated(folder, LONG ? 20_000 : 1_200, 60, 17);
  }

  /** Waits until the child is that far, or through. */
  private static void awaitMoment(Child child, Moment moment) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (child.process().isAlive() && !moment.hasCome()) {
      assertThat(System.nanoTime()).as("the import goes on: %s", child.err()).isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static long events(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM counterfoil_events")) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      return 0; // the child has not yet created the table
    }
  }

  /** Chooses when to kill, far enough from the end of an import of so many rows. */
  private interface Moments {
    Moment in(int rows);
  }

  private interface Moment {
    boolean hasCome() throws IOException;
  }

  /** Comes when a file was seen to be written to so many times, by whoever opens it and goes on. */
  private static final class Writes implements Moment {
    private final Path file;
    private final int wanted;
    private int seen;
    private FileTime last = FileTime.fromMillis(0);

    Writes(Path file, int wanted) {
      this.file = file;
      this.wanted = wanted;
    }

    @Override
    public boolean hasCome() throws IOException {
      if (Files.exists(file) && !Files.getLastModifiedTime(file).equals(last)) {
        last = Files.getLastModifiedTime(file);
        seen++;
      }
      return seen > wanted; // the first is what was there before
    }
  }
}

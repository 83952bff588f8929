package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.examples.bank.importing.BankFiles;
import io.counterfoil.examples.bank.importing.Ledger;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import that is killed with -9 and run again ends as if nothing had happened. */
class KilledImportTest {
  private static final boolean LONG = Boolean.getBoolean("counterfoil.long");
  private static final int ROUNDS = LONG ? 12 : 2;

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothingOnH2() throws Exception {
    Random random = new Random(41);
    for (int round = 0; round < ROUNDS; round++) {
      Path home = Files.createDirectory(folder.resolve("h2-" + round));
      TestDatabase database = TestDatabases.h2File(home);
      Path file = home.resolve(database.url().replaceFirst(".*/", "") + ".mv.db");
      long bytes = 60_000L + random.nextInt(1_000_000);
      survives(database, home, () -> Files.exists(file) && Files.size(file) > bytes);
    }
  }

  @Test
  void losesAndDoublesNothingOnPostgres() throws Exception {
    Random random = new Random(42);
    for (int round = 0; round < ROUNDS; round++) {
      TestDatabase database = TestDatabases.postgres();
      long events = 1L + random.nextInt(2_500);
      try (HikariDataSource pool = database.pool(1)) {
        survives(database, folder, () -> events(pool) > events);
      }
    }
  }

  private void survives(TestDatabase database, Path home, Moment moment) throws Exception {
    Path file = BankFiles.generated(home, 4_000, 60, 17);
    Ledger ledger = Ledger.of(file);
    String[] command = Run.with(database, "import", file.toString(), "--threads", "4");

    Child child = Child.start(home, command);
    awaitMoment(child, moment);
    assertThat(child.process().isAlive()).as("the import is cut off in the middle").isTrue();
    child.kill();
    Run again = Run.of(command);
    Run third = Run.of(command);

    assertThat(again.err()).isEmpty();
    assertThat(again.code()).isZero();
    assertThat(again.out())
        .startsWith("rows=" + ledger.rows() + " accounts=" + ledger.accounts() + " ")
        .contains(
            " balance_total_cents=" + ledger.total() + " events=" + ledger.events() + " seconds=");
    assertThat(third.out()).startsWith(ledger.secondSummary());
    assertThat(Run.on(database, "verify").lastLine()).endsWith("differences=0");
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

  private interface Moment {
    boolean hasCome() throws Exception;
  }
}

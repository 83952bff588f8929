package io.counterfoil.examples.bank.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import of events that is killed with -9, and run again, ends as if nothing had happened. */
class KilledMoveTest {
  private static final int EVENTS = 60_000;
  private static final int ACCOUNTS = 60;
  private static final int KILLS = 4;

  private final Random random = new Random();

  @TempDir private Path folder;

  @Test
  void losesAndDoublesNothing() throws Exception {
    TestDatabase database = TestDatabases.postgres();
    Path file = bigExport();
    String[] command = Run.with(database, "import-events", file.toString());

    try (HikariDataSource pool = database.pool(1)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        long wanted = events(pool) + 1 + random.nextInt(EVENTS / (4 * KILLS));
        Child child = Child.start(folder, command);
        awaitEvents(child, pool, wanted);
        assertThat(child.process().isAlive()).as("kill %d is in the middle", kill).isTrue();
        child.kill();
      }
      assertThat(events(pool)).isBetween(1L, EVENTS - 1L);
    }
    Run last = Run.of(command);
    Path again = folder.resolve("again.jsonl");
    Run.on(database, "export", again.toString());

    assertThat(last.err()).isEmpty();
    assertThat(last.out())
        .startsWith("events=" + EVENTS + " skipped=")
        .doesNotContain(" skipped=0 ")
        .contains(" accounts=" + ACCOUNTS + " ");
    assertThat(again).hasSameBinaryContentAs(file);
    assertThat(Run.on(database, "verify").lastLine()).endsWith("differences=0");
  }

  private static void awaitEvents(Child child, HikariDataSource pool, long wanted)
      throws IOException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (child.process().isAlive() && events(pool) < wanted) {
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

  /** Writes what a bank with many deposits would have exported. */
  private Path bigExport() throws IOException {
    Path file = folder.resolve("big.jsonl");
    try (Writer lines = Files.newBufferedWriter(file)) {
      lines.write("{\"counterfoil\":\"export\",\"format\":1}\n");
      for (int position = 1; position <= EVENTS; position++) {
        lines.write(event(position));
      }
      lines.write(
          "{\"counterfoil\":\"end\",\"events\":%1$d,\"outcomes\":0,\"position\":%1$d}\n"
              .formatted(EVENTS));
    }
    return file;
  }

  private static String event(int position) {
    int sequence = (position - 1) / ACCOUNTS + 1;
    String data =
        sequence == 1
            ? "{\"owner\":\"Eva\"}"
            : "{\"amountCents\":100,\"balanceAfter\":" + 100 * (sequence - 1) + "}";
    return ("{\"type\":\"%s\",\"aggregateType\":\"account\",\"aggregateId\":\"acc-%d\","
            + "\"sequence\":%d,\"position\":%d,\"eventId\":\"%s\",\"schemaVersion\":1,\"data\":%s,"
            + "\"meta\":{\"at\":1717250000000}}\n")
        .formatted(
            sequence == 1 ? "AccountOpened" : "MoneyDeposited",
            position % ACCOUNTS,
            sequence,
            position,
            new UUID(1, position),
            data);
  }
}

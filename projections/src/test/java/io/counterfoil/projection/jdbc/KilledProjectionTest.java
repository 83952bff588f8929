package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.store.EventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Kills a process that keeps a table fifty times, unless told otherwise, with -9 and in the midst
 * of a batch, while others write. Each time, the rows are what the events up to their checkpoint
 * make.
 */
class KilledProjectionTest {
  private static final int KILLS = Integer.getInteger("counterfoil.kills", 50);
  private static final int READY = 2;

  private final Random random = new Random();
  private final TestDatabase database = TestDatabases.postgres();
  private final Deque<Child> children = new ArrayDeque<>();

  @Test
  void losesAndDoublesNothing() throws Exception {
    try (HikariDataSource pool = database.pool(6)) {
      JdbcSchema.of(pool).create();
      EventStore store = JdbcEventStore.on(pool, AccountEvent.types());
      AddedUp rows = new AddedUp(store);
      ProjectionRunner runner = ProjectionRunner.on(store).run(AddedUp.in(pool, sql -> {})).build();
      runner.catchUp(); // creates the table
      try (WriteLoad load = WriteLoad.on(store)) {
        for (int kill = 1; kill <= KILLS; kill++) {
          next(kill).killAmidABatch();
          rows.requireRight(pool);
        }
        load.end();
      }

      runner.catchUp();

      assertThat(rows.requireRight(pool)).isEqualTo(store.head());
    } finally {
      children.forEach(child -> child.process().destroyForcibly());
    }
  }

  /** Starts the later ones while this one works: most of a start is loading classes. */
  private Child next(int kill) throws IOException {
    while (children.size() < READY && kill + children.size() <= KILLS) {
      boolean still = (kill + children.size()) % 2 == 0;
      int handled = 1 + random.nextInt(2 * KilledProjectionTarget.BATCH);
      children.add(Child.start(database, handled, still));
    }
    return children.remove();
  }

  /** One process, and what it says. */
  private record Child(Process process) {

    static Child start(TestDatabase database, int handled, boolean still) throws IOException {
      return new Child(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xshare:auto",
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledProjectionTarget.class.getName(),
                  database.url(),
                  Integer.toString(handled),
                  still ? KilledProjectionTarget.STILL : "")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }

    void killAmidABatch() throws IOException, InterruptedException {
      try (BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String line = said.readLine();
        assertThat(line).isEqualTo(KilledProjectionTarget.REACHED);
        assertThat(process.isAlive()).isTrue();
      } finally {
        process.destroyForcibly();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}

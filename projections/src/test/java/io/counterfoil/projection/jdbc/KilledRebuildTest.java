package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.store.EventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Kills a process that rebuilds a read model beside the live one, with -9 and at any moment: while
 * it fills, amid the switch, or behind it. The live one is kept by this process meanwhile, under
 * write load.
 */
class KilledRebuildTest {
  private static final int KILLS = Math.max(3, Integer.getInteger("counterfoil.kills", 50) / 8);

  private final Random random = new Random();
  private final TestDatabase database = TestDatabases.postgres();

  @Test
  void leavesTheRowsRightAndTheNextRebuildFree() throws Exception {
    try (HikariDataSource pool = database.pool(6)) {
      JdbcSchema.of(pool).create();
      EventStore store = JdbcEventStore.on(pool, AccountEvent.types());
      AddedUp rows = new AddedUp(store);
      try (ProjectionRunner runner =
              ProjectionRunner.on(store).run(AddedUp.in(pool, sql -> {})).start();
          WriteLoad load = WriteLoad.on(store)) {
        for (int kill = 1; kill <= KILLS; kill++) {
          killAmidARebuild();
          database.execute("UPDATE counterfoil_checkpoint SET updated_at = 0");
          rows.requireRight(pool);
        }
        load.end();
        runner.await(AddedUp.NAME, store.head(), Eventually.SOON);
        assertThat(rows.requireRight(pool)).isEqualTo(store.head());

        runner.rebuild(AddedUp.NAME);
        runner.generations(AddedUp.NAME).dropRetired();

        assertThat(rows.requireRight(pool)).isEqualTo(store.head());
        assertThat(runner.generations(AddedUp.NAME).list()).hasSize(1);
        Eventually.state(runner, AddedUp.NAME, ProjectionState.IDLE);
      }
    }
  }

  private void killAmidARebuild() throws IOException, InterruptedException {
    Process process = start();
    try (BufferedReader said =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      assertThat(said.readLine()).isEqualTo(KilledRebuildTarget.BEGINS);
      boolean ended = process.waitFor(random.nextInt(250), TimeUnit.MILLISECONDS);
      assertThat(ended).as("it rebuilds until it is killed").isFalse();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            KilledRebuildTarget.class.getName(),
            database.url())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}

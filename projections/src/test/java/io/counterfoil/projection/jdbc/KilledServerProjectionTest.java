package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.faults.OwnServer;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.projection.ProjectionStatus;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server, which flushes what it commits, amid writers and a projection. Once, or five times
 * with {@code -Dcounterfoil.long=true}.
 */
class KilledServerProjectionTest {
  private static final int KILLS = Boolean.getBoolean("counterfoil.long") ? 5 : 1;
  private static final int WRITERS = 4;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong acknowledged = new AtomicLong();

  @TempDir private Path folder;

  @Test
  void goesOnByItselfCountsEachEventOnceAndSaysSo() throws Exception {
    try (OwnServer server = OwnServer.on(folder.resolve("data"));
        HikariDataSource pool = poolOf(server.database())) {
      JdbcSchema.of(pool).create();
      EventStore store = JdbcEventStore.on(pool, AccountEvent.types());
      try (ProjectionRunner runner = runner(store, pool)) {
        List<Future<?>> writers = write(store);

        for (int kill = 1; kill <= KILLS; kill++) {
          awaitMoreAppends(runner);
          server.kill();
          requireRetrying(runner);
          long before = runner.status("sum_view").checkpoint();
          server.start();
          requireRecovered(runner, before);
        }
        awaitMoreAppends(runner);
        over.set(true);
        for (Future<?> writer : writers) {
          writer.get(60, TimeUnit.SECONDS);
        }

        runner.await("sum_view", store.head(), Eventually.SOON);
        Eventually.state(runner, "sum_view", ProjectionState.IDLE);
        assertThat(runner.status("sum_view").failure()).isEmpty();
        assertThat(sumAndEvents(pool)).isEqualTo(sumAndEvents(store));
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private static HikariDataSource poolOf(TestDatabase database) {
    HikariConfig config = database.poolConfig(WRITERS + 2);
    config.setConnectionTimeout(500); // milliseconds until a failure is noticed
    return new HikariDataSource(config);
  }

  /** Adds up: an event that comes twice, or never, shows in the sum. */
  private static ProjectionRunner runner(EventStore store, HikariDataSource pool) {
    JdbcProjection sum =
        JdbcProjection.named("sum_view", pool)
            .createdBy(
                "CREATE TABLE {table} (id INT PRIMARY KEY, cents BIGINT NOT NULL, events BIGINT"
                    + " NOT NULL)",
                "INSERT INTO {table} VALUES (1, 0, 0)")
            .on(
                Deposited.class,
                (event, payload, sql) ->
                    sql.update(
                        "UPDATE {table} SET cents = cents + ?, events = events + 1",
                        payload.amountCents()))
            .build();
    return ProjectionRunner.on(store)
        .retries(2, Duration.ofMillis(10), Duration.ofMillis(100))
        .run(sum)
        .start();
  }

  private List<Future<?>> write(EventStore store) {
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      String account = "account " + i;
      writers.add(threads.submit(() -> depositUntilTheEnd(store, account)));
    }
    return writers;
  }

  private void depositUntilTheEnd(EventStore store, String account) {
    for (long cents = 1; !over.get(); cents++) {
      try {
        AccountEvent.deposit(store, account, cents);
        acknowledged.incrementAndGet();
      } catch (EventStoreException e) {
        // stored or not, the log tells in the end
      }
    }
  }

  private void awaitMoreAppends(ProjectionRunner runner) {
    long wanted = acknowledged.get() + 100;
    long from = runner.status("sum_view").checkpoint();
    Eventually.until(
        "there are more events, and some are counted",
        () -> acknowledged.get() >= wanted && runner.status("sum_view").checkpoint() > from);
  }

  /** While the server is down. */
  private static void requireRetrying(ProjectionRunner runner) {
    Eventually.until(
        "it has tried more than once",
        () -> runner.status("sum_view").failure().map(f -> f.attempts() > 1).orElse(false));
    ProjectionStatus status = runner.status("sum_view");
    assertThat(status.state()).isEqualTo(ProjectionState.RETRYING);
    assertThat(status.failure().orElseThrow().event()).isEmpty(); // no event is to blame
    assertThat(status.head()).isEmpty();
  }

  private static void requireRecovered(ProjectionRunner runner, long before) {
    Eventually.until(
        "it has gone on",
        () ->
            runner
                .status("sum_view")
                .recovery()
                .map(recovery -> recovery.checkpoint() >= before)
                .orElse(false));
    ProjectionStatus status = runner.status("sum_view");
    assertThat(status.recovery().orElseThrow().failure().attempts()).isGreaterThan(1);
    assertThat(status.recovery().orElseThrow().toString())
        .startsWith("went on at position ")
        .contains(" attempts");
  }

  private static List<Long> sumAndEvents(HikariDataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT cents, events FROM sum_view")) {
      row.next();
      return List.of(row.getLong(1), row.getLong(2));
    }
  }

  private static List<Long> sumAndEvents(EventStore store) {
    AtomicLong sum = new AtomicLong();
    AtomicLong events = new AtomicLong();
    store.readLog(
        EventQuery.after(0),
        event -> {
          sum.addAndGet(((Deposited) event.payload()).amountCents());
          events.incrementAndGet();
        });
    return List.of(sum.get(), events.get());
  }
}

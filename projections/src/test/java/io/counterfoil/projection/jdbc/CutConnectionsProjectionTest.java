package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.store.EventStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Has the server cut a projection's connections fifty times, in the midst of a batch or wherever it
 * is then, while others write. Each time, the rows are what the events up to their checkpoint make.
 */
class CutConnectionsProjectionTest {
  private static final int CUTS = Integer.getInteger("counterfoil.kills", 50);
  private static final int BATCH = 40;
  private static final String RUNNER = "runner";

  private final Random random = new Random();
  private final TestDatabase database = TestDatabases.postgres();
  private final BlockingQueue<Moment> moments = new LinkedBlockingQueue<>();

  /** How many more events are handled before the next cut. */
  private final AtomicInteger left = new AtomicInteger(10);

  /** A handler with its row written; it waits in its transaction, or goes on. */
  private record Moment(int backend, boolean waiting, CountDownLatch over) {}

  @Test
  void losesAndDoublesNothing() throws Exception {
    try (HikariDataSource writers = database.pool(4);
        HikariDataSource pool = poolOfTheRunner()) {
      JdbcSchema.of(writers).create();
      EventStore store = JdbcEventStore.on(writers, AccountEvent.types());
      AddedUp rows = new AddedUp(store);
      ProjectionRunner.on(store).run(AddedUp.in(writers, sql -> {})).build().catchUp();
      try (ProjectionRunner runner = runner(pool);
          WriteLoad load = WriteLoad.on(store)) {
        for (int cut = 1; cut <= CUTS; cut++) {
          Moment moment = moments.poll(60, TimeUnit.SECONDS);
          assertThat(moment).as("cut %d comes amid a batch", cut).isNotNull();
          cut(moment);
          left.set(1 + random.nextInt(3 * BATCH));
          moment.over().countDown();
          rows.requireRight(writers);
        }
        load.end();
        left.set(Integer.MAX_VALUE);
        moments.forEach(moment -> moment.over().countDown());
        runner.await(AddedUp.NAME, store.head(), Eventually.SOON);

        assertThat(rows.requireRight(writers)).isEqualTo(store.head());
      }
    }
  }

  private HikariDataSource poolOfTheRunner() {
    HikariConfig config = database.poolConfig(4);
    config.addDataSourceProperty("ApplicationName", RUNNER);
    return new HikariDataSource(config);
  }

  private ProjectionRunner runner(HikariDataSource pool) {
    JdbcProjection projection =
        AddedUp.in(
            pool,
            sql -> {
              if (left.decrementAndGet() == 0) {
                boolean waiting = random.nextBoolean();
                Moment moment = new Moment(backend(sql), waiting, new CountDownLatch(1));
                moments.add(moment);
                if (waiting) {
                  moment.over().await();
                }
              }
            });
    return ProjectionRunner.on(JdbcEventStore.on(pool, AccountEvent.types()))
        .retries(3, Duration.ofMillis(1), Duration.ofMillis(20))
        .batchSize(BATCH)
        .run(projection)
        .start();
  }

  private static int backend(Sql sql) throws SQLException {
    return sql.queryFirst("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
  }

  /** Cuts the connection of a batch that waits, or all that the runner has, wherever it is. */
  private void cut(Moment moment) {
    database.execute(
        moment.waiting()
            ? "SELECT pg_terminate_backend(" + moment.backend() + ")"
            : "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND application_name = '"
                + RUNNER
                + "'");
    Eventually.until("the connection is cut", () -> !isAlive(moment.backend()));
  }

  private boolean isAlive(int backend) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = " + backend)) {
      row.next();
      return row.getInt(1) > 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

package io.counterfoil.projection.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionRunnerBuilder;
import io.counterfoil.store.EventStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;

/** What tests of read models in a database have in common. */
abstract class ReadModelSuite {
  static final String POISON = "poison";

  final TestDatabase database = createDatabase();
  final HikariDataSource pool = database.pool(20);
  final EventStore store = createStore();
  final List<ProjectionRunner> runners = new ArrayList<>();
  final AtomicBoolean mended = new AtomicBoolean();

  abstract TestDatabase createDatabase();

  private EventStore createStore() {
    JdbcSchema.of(pool).create();
    return JdbcEventStore.on(pool, AccountEvent.types());
  }

  @AfterEach
  void close() {
    runners.forEach(ProjectionRunner::close);
    pool.close();
  }

  /** Sums deposits by adding up: an event that comes twice, or never, shows in the sum. */
  JdbcProjectionBuilder balances() {
    return balances(pool);
  }

  JdbcProjectionBuilder balances(DataSource dataSource) {
    return JdbcProjection.named("balance_view", dataSource)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT NOT"
                + " NULL, events BIGINT NOT NULL)",
            "CREATE INDEX {table}_by_balance ON {table} (balance_cents)")
        .on(
            Deposited.class,
            (event, payload, sql) -> add(sql, event.stream().aggregateId(), payload.amountCents()))
        .on(
            Withdrawn.class,
            (event, payload, sql) ->
                add(sql, event.stream().aggregateId(), -payload.amountCents()));
  }

  final void add(Sql sql, String account, long cents) throws SQLException {
    int changed =
        sql.update(
            "UPDATE {table} SET balance_cents = balance_cents + ?, events = events + 1"
                + " WHERE account_id = ?",
            cents,
            account);
    if (changed == 0) {
      sql.update(
          "INSERT INTO {table} (account_id, balance_cents, events) VALUES (?, ?, 1)",
          account,
          cents);
    }
    if (account.equals(POISON) && !mended.get()) {
      throw new IllegalStateException("poisoned, with the row written");
    }
  }

  ProjectionRunnerBuilder running(JdbcProjection projection) {
    return ProjectionRunner.on(store)
        .retries(2, Duration.ofMillis(1), Duration.ofMillis(20))
        .run(projection);
  }

  ProjectionRunner runner(ProjectionRunnerBuilder builder) {
    ProjectionRunner runner = builder.build();
    runners.add(runner);
    return runner;
  }

  Map<String, Long> rows() {
    return rows("SELECT account_id, balance_cents FROM balance_view ORDER BY account_id");
  }

  Map<String, Long> rows(String query) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      Map<String, Long> rows = new TreeMap<>();
      while (row.next()) {
        rows.put(row.getString(1), row.getLong(2));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  long storedCheckpoint() {
    return rows("SELECT projection, position FROM counterfoil_checkpoint")
        .getOrDefault("balance_view", -1L);
  }
}

package io.counterfoil.examples.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.view.BalanceProjection;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tables of ours or of the floor in a schema of their own, with accounts that are opened: the
 * bank's events, and {@code balance_view} behind them.
 */
final class WindowSide implements AutoCloseable {
  static final int ACCOUNTS = 100;
  private static final int CONNECTIONS = 8;

  private final Server server;
  private final String schema;
  private final HikariDataSource pool;
  private final EventStore store;

  private WindowSide(Server server, String schema, HikariDataSource pool) {
    this.server = server;
    this.schema = schema;
    this.pool = pool;
    this.store = JdbcEventStore.on(pool, EventTypes.of(AccountEvent.class));
  }

  private static HikariDataSource pool(Server server, String schema)
      throws IOException, SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(server.url());
    config.addDataSourceProperty("currentSchema", schema);
    config.setMaximumPoolSize(CONNECTIONS);
    config.setPoolName(schema);
    return new HikariDataSource(config);
  }

  /** Makes the tables, empty but for the accounts. */
  static WindowSide fresh(Server server, String name) throws IOException, SQLException {
    String schema = schema(name);
    drop(server, schema); // what a run that was killed left behind
    server.execute("CREATE SCHEMA " + schema);
    HikariDataSource pool = pool(server, schema);
    JdbcSchema.of(pool).create();
    WindowSide side = new WindowSide(server, schema, pool);
    for (int number = 1; number <= ACCOUNTS; number++) {
      side.append(number, new AccountOpened(Optional.empty()));
    }
    try (ProjectionRunner runner = side.runner()) {
      runner.catchUp();
    }
    side.execute(
        "CREATE TABLE plain_checkpoint AS SELECT position FROM counterfoil_checkpoint",
        "VACUUM ANALYZE");
    return side;
  }

  /** Works on tables that another JVM has made, and drops. */
  static WindowSide of(Server server, String name) throws IOException, SQLException {
    return new WindowSide(server, schema(name), pool(server, schema(name)));
  }

  private static String schema(String name) {
    return "bench_window_" + name;
  }

  /** Appends, and returns the event's position. */
  long append(int account, Event event) {
    return store
        .append(
            Append.of(
                new StreamId(Accounts.TYPE, Accounts.id(account)),
                ExpectedVersion.any(),
                List.of(event),
                Metadata.at(Instant.now())))
        .events()
        .get(0)
        .position();
  }

  ProjectionRunner runner() {
    return ProjectionRunner.on(store).run(BalanceProjection.in(pool)).build();
  }

  Connection connect() throws SQLException {
    return pool.getConnection();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Leaves the tables to whoever has made them. */
  void disconnect() {
    pool.close();
  }

  @Override
  public void close() throws IOException, SQLException {
    disconnect();
    drop(server, schema);
  }

  private static void drop(Server server, String schema) throws IOException, SQLException {
    server.execute(
        "SET client_min_messages = warning", "DROP SCHEMA IF EXISTS " + schema + " CASCADE");
  }
}

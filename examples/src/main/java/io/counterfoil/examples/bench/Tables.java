package io.counterfoil.examples.bench;

import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.JdbcTables;
import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables of a contender: the library's own schema, empty, and dropped when closed. */
final class Tables implements AutoCloseable {
  private static final String OURS = "bench_ours_";
  private static final String FLOOR = "bench_floor_";

  private final Server server;
  private final String prefix;

  private Tables(Server server, String prefix) {
    this.server = server;
    this.prefix = prefix;
  }

  static Tables ofOurs(Server server) throws IOException, SQLException {
    return fresh(server, OURS);
  }

  static Tables ofFloor(Server server) throws IOException, SQLException {
    return fresh(server, FLOOR);
  }

  /** Names tables that another JVM has filled, and drops. */
  static Tables filledOfOurs(Server server) {
    return new Tables(server, OURS);
  }

  private static Tables fresh(Server server, String prefix) throws IOException, SQLException {
    Tables tables = new Tables(server, prefix);
    tables.close(); // what a run that was killed left behind
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(server.url());
    JdbcSchema.of(dataSource, tables.names()).create();
    return tables;
  }

  JdbcTables names() {
    return JdbcTables.prefixed(prefix);
  }

  Server server() {
    return server;
  }

  String events() {
    return prefix + "events";
  }

  void empty() throws IOException, SQLException {
    server.execute("TRUNCATE " + String.join(", ", events(), snapshots(), prefix + "outcomes"));
  }

  String snapshots() {
    return prefix + "snapshots";
  }

  @Override
  public void close() throws IOException, SQLException {
    server.execute(
        "SET client_min_messages = warning",
        "DROP TABLE IF EXISTS " + String.join(", ", events(), snapshots(), prefix + "outcomes"));
  }
}

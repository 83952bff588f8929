package io.counterfoil.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** Holds a transaction of a writer open, as a slow or stopped process would. */
final class HeldTransaction implements AutoCloseable {
  private final Connection connection;

  private HeldTransaction(Connection connection) {
    this.connection = connection;
  }

  static HeldTransaction open(TestDatabase database) throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return new HeldTransaction(connection);
  }

  /** Inserts the first event of a stream into PostgreSQL's table and answers its position. */
  long insertEvent(String aggregateId) throws SQLException {
    return insertEvent(aggregateId, 1);
  }

  long insertEvent(String aggregateId, long sequence) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO counterfoil_events (aggregate_type, aggregate_id, "sequence", event_id,
              "type", schema_version, recorded_at, "data")
            VALUES ('note', ?, ?, ?, 'Written', 1, 0, '{"text":"held"}') RETURNING "position\"""")) {
      insert.setString(1, aggregateId);
      insert.setLong(2, sequence);
      insert.setObject(3, UUID.randomUUID());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  int pid() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  void commit() throws SQLException {
    connection.commit();
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

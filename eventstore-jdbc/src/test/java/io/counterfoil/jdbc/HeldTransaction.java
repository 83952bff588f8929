package io.counterfoil.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Holds a transaction of a writer open, as a slow or stopped process would. */
public final class HeldTransaction implements AutoCloseable {
  private final TestDatabase database;
  private final Connection connection;

  private HeldTransaction(TestDatabase database, Connection connection) {
    this.database = database;
    this.connection = connection;
  }

  /** Begins a transaction. */
  public static HeldTransaction open(TestDatabase database) throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return new HeldTransaction(database, connection);
  }

  /** Inserts the first event of a stream into PostgreSQL's table and answers its position. */
  public long insertEvent(String aggregateId) throws SQLException {
    return insertEvent(aggregateId, 1);
  }

  /** Inserts an event of a stream. */
  public long insertEvent(String aggregateId, long sequence) throws SQLException {
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

  /** Does something else. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Answers the number of its process. */
  public int pid() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Waits until so many processes wait for this one, and answers their numbers. */
  public List<Integer> awaitBlocked(int wanted) throws SQLException {
    int pid = pid();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (System.nanoTime() < deadline) {
      List<Integer> blocked = blockedBy(pid);
      if (blocked.size() >= wanted) {
        return blocked;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
    throw new AssertionError("nobody else waits for " + pid);
  }

  private List<Integer> blockedBy(int pid) throws SQLException {
    List<Integer> blocked = new ArrayList<>();
    try (Connection other = database.dataSource().getConnection();
        Statement statement = other.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT pid FROM pg_stat_activity WHERE "
                    + pid
                    + " = ANY(pg_blocking_pids(pid))")) {
      while (row.next()) {
        blocked.add(row.getInt(1));
      }
    }
    return blocked;
  }

  /** Commits. */
  public void commit() throws SQLException {
    connection.commit();
  }

  /** Rolls back. */
  public void rollback() throws SQLException {
    connection.rollback();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

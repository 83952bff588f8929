package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts the sessions of a database that wait for a lock of another. */
final class Waiting implements AutoCloseable {
  private static final String POSTGRES =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
          + " AND cardinality(pg_blocking_pids(pid)) > 0";
  private static final String H2 =
      "SELECT count(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";

  private final Connection connection;
  private final PreparedStatement select;

  Waiting(TestDatabase database) throws SQLException {
    this.connection = database.dataSource().getConnection();
    this.select = connection.prepareStatement(database.isPostgres() ? POSTGRES : H2);
  }

  /** Waits until so many wait. */
  void await(int wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (count() < wanted) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("there are not " + wanted + " who wait for others");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  int count() {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

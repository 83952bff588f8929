package io.counterfoil.projection.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in a transaction: committed if it returns, rolled back if it throws. */
final class Transaction {
  private Transaction() {}

  static <R> R in(DataSource dataSource, Work<R> work) throws Exception {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      R result;
      try {
        result = work.on(connection);
        connection.commit();
      } catch (Throwable failure) {
        abandon(connection, autoCommit, failure);
        throw failure;
      }
      restore(connection, autoCommit);
      return result;
    }
  }

  private static void abandon(Connection connection, boolean autoCommit, Throwable failure) {
    try {
      connection.rollback();
      restore(connection, autoCommit);
    } catch (SQLException e) {
      failure.addSuppressed(e); // a lost connection has rolled back by itself
    }
  }

  private static void restore(Connection connection, boolean autoCommit) throws SQLException {
    if (autoCommit) {
      connection.setAutoCommit(true);
    }
  }

  /**
   * Works inside a transaction.
   *
   * @param <R> what comes of it
   */
  @FunctionalInterface
  interface Work<R> {
    R on(Connection connection) throws Exception;
  }
}

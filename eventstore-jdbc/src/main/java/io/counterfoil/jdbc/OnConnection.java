package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Knows which connection to work on: one of the store's own, or that of a caller's transaction. */
interface OnConnection {

  /**
   * Works on the connection.
   *
   * @param work what to do
   * @param <T> what it answers
   * @return its answer
   * @throws SQLException what the work threw, or whoever gives the connection
   */
  <T> T run(Database.Work<T> work) throws SQLException;

  /** Works on one and the same connection, which stays open. */
  static OnConnection of(Connection connection) {
    return new OnConnection() {
      @Override
      public <T> T run(Database.Work<T> work) throws SQLException {
        return work.on(connection);
      }
    };
  }

  /** Asks for the connection each time, and closes it: that leaves a bound transaction alone. */
  static OnConnection of(DataSource dataSource) {
    return new OnConnection() {
      @Override
      public <T> T run(Database.Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
          return work.on(connection);
        }
      }
    };
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Names a connection to the database's server, to kill it from another one.
 *
 * @param database where it is
 * @param number what the server calls it
 */
record Session(TestDatabase database, long number) {

  static Session of(TestDatabase database, Connection connection) throws SQLException {
    String sql = database.isPostgres() ? "SELECT pg_backend_pid()" : "CALL SESSION_ID()";
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return new Session(database, row.getLong(1));
    }
  }

  /** Kills it, and waits until it has gone. */
  void kill() throws SQLException {
    String sql =
        database.isPostgres()
            ? "SELECT pg_terminate_backend(CAST(? AS integer), 30000)"
            : "CALL ABORT_SESSION(?)";
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, number);
      statement.execute();
    }
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Holds a transaction open that has written, but not to the table of events. */
final class Bystander implements AutoCloseable {
  private final Connection connection;

  private Bystander(Connection connection) {
    this.connection = connection;
  }

  static Bystander writingTo(TestDatabase database) throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO elsewhere VALUES (1)");
    }
    return new Bystander(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}

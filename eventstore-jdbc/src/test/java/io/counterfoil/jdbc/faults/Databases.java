package io.counterfoil.jdbc.faults;

import io.counterfoil.jdbc.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Asks databases about themselves. */
final class Databases {
  private Databases() {}

  /** Waits until a question is answered with true. */
  static void await(TestDatabase database, String question) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!isTrue(database, question)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited in vain for: " + question);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  private static boolean isTrue(TestDatabase database, String question) {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getBoolean(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

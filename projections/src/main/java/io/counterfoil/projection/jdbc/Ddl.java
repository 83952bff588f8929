package io.counterfoil.projection.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;

/**
 * Creates tables and views that are absent, also where several nodes do it at once.
 *
 * <p>Looking first and creating then is no guard: whoever loses that race sees the creation fail,
 * looks again, and goes on if what was wanted is there.
 */
final class Ddl {
  private final DataSource dataSource;

  Ddl(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Runs all statements in one transaction (where a database can do that), unless it is there. */
  void createUnlessThere(String table, List<String> statements) throws Exception {
    if (isThere(table)) {
      return;
    }
    try {
      Transaction.in(
          dataSource,
          connection -> {
            try (Statement create = connection.createStatement()) {
              for (String statement : statements) {
                create.execute(statement);
              }
            }
            return table;
          });
    } catch (SQLException e) {
      if (!isThere(table)) {
        throw e;
      }
    }
  }

  private boolean isThere(String table) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement select = connection.createStatement()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(true); // a refused look leaves no broken transaction behind
      try {
        select.executeQuery("SELECT 1 FROM " + table + " WHERE 1 = 0").close();
        return true;
      } catch (SQLException e) {
        if (!isMissing(e)) {
          throw e;
        }
        return false;
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    }
  }

  /** Class 42 is "syntax error or access rule", which includes "no such table" everywhere. */
  private static boolean isMissing(SQLException said) {
    return said.getSQLState() != null && said.getSQLState().startsWith("42");
  }
}

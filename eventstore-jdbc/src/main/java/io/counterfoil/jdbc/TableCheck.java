package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Checks when a store is built that its tables are there. */
final class TableCheck {
  private TableCheck() {}

  static void require(Database database, List<TableName> tables) {
    for (TableName table : tables) {
      try {
        database.inAutoCommit(connection -> touch(connection, table));
      } catch (SQLException e) {
        throw new EventStoreException(
            database.dialect().isMissingTable(e)
                ? "the table "
                    + table
                    + " does not exist; run JdbcSchema.of(dataSource).create(), or the statements"
                    + " that JdbcSchema.of(dataSource).ddl() prints (with the same JdbcTables, if"
                    + " the names are your own)"
                : "the table " + table + " cannot be read",
            e);
      }
    }
  }

  private static boolean touch(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1 FROM " + table.quoted() + " WHERE 1 = 0");
    }
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks when a store is built that its tables are there. */
final class TableCheck {
  private TableCheck() {}

  static void require(Database database, List<TableName> tables) {
    for (TableName table : tables) {
      try {
        database.inAutoCommit(connection -> isThere(connection, table) && touch(connection, table));
      } catch (SQLException e) {
        throw database.dialect().isMissingTable(e)
            ? missing(table, e)
            : new EventStoreException("the table " + table + " cannot be read", e);
      }
    }
  }

  /** Asks the catalogue first: H2 writes a stack trace into a file for each failed statement. */
  private static boolean isThere(Connection connection, TableName table) throws SQLException {
    @Nullable String schema = table.schema().orElse(null);
    // An underscore stands for any character here, and no schema for any: the touch tells the rest.
    try (ResultSet row = connection.getMetaData().getTables(null, schema, table.name(), null)) {
      if (!row.next()) {
        throw missing(table, null);
      }
      return true;
    }
  }

  /**
   * Refuses a table of snapshots whose key is that of an older version: drop it, nothing is lost.
   */
  static void requireKey(Database database, TableName table, String column) {
    try {
      if (!database.inAutoCommit(connection -> hasInKey(connection, table, column))) {
        throw new EventStoreException(
            "the table "
                + table
                + " is of an older version: its primary key lacks \""
                + column
                + "\"; drop it and run JdbcSchema.of(dataSource).create(). Snapshots are taken"
                + " again; nothing but time is lost",
            null);
      }
    } catch (SQLException e) {
      throw new EventStoreException("the key of the table " + table + " cannot be read", e);
    }
  }

  private static boolean hasInKey(Connection connection, TableName table, String column)
      throws SQLException {
    @Nullable String schema = table.schema().orElse(null);
    boolean anyKey = false;
    try (ResultSet key = connection.getMetaData().getPrimaryKeys(null, schema, table.name())) {
      while (key.next()) {
        anyKey = true;
        if (key.getString("COLUMN_NAME").equals(column)) {
          return true;
        }
      }
    }
    return !anyKey; // one that the host has made in its own way
  }

  private static EventStoreException missing(TableName table, @Nullable SQLException e) {
    return new EventStoreException(
        "the table "
            + table
            + " does not exist; run JdbcSchema.of(dataSource).create(), or the statements that"
            + " JdbcSchema.of(dataSource).ddl() prints (with the same JdbcTables, if the names are"
            + " your own)",
        e);
  }

  private static boolean touch(Connection connection, TableName table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute("SELECT 1 FROM " + table.quoted() + " WHERE 1 = 0");
    }
  }
}

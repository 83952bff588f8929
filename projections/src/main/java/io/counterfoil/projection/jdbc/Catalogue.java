package io.counterfoil.projection.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks a database's catalogue what there is in the current schema. Not by a query that fails: H2
 * writes each failure into a file, and a host takes that for an error.
 */
final class Catalogue {
  private Catalogue() {}

  static boolean has(Connection connection, String tableOrView) throws SQLException {
    DatabaseMetaData catalogue = connection.getMetaData();
    String name = folded(tableOrView, catalogue);
    @Nullable String schema = connection.getSchema();
    try (ResultSet found = catalogue.getTables(connection.getCatalog(), schema, name, null)) {
      while (found.next()) {
        // What was asked are patterns, where the underscore of a name stands for any character.
        if (name.equals(found.getString("TABLE_NAME"))
            && (schema == null || schema.equals(found.getString("TABLE_SCHEM")))
            && isTableOrView(found.getString("TABLE_TYPE"))) {
          return true;
        }
      }
      return false;
    }
  }

  static boolean hasColumn(Connection connection, String table, String column) throws SQLException {
    DatabaseMetaData catalogue = connection.getMetaData();
    try (ResultSet found =
        catalogue.getColumns(
            connection.getCatalog(),
            connection.getSchema(),
            folded(table, catalogue),
            folded(column, catalogue))) {
      return found.next();
    }
  }

  /** Writes a name that stands unquoted in statements as the database keeps it. */
  private static String folded(String name, DatabaseMetaData catalogue) throws SQLException {
    if (catalogue.storesUpperCaseIdentifiers()) {
      return name.toUpperCase(Locale.ROOT);
    }
    return catalogue.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** Leaves out what else a database may list: indexes, sequences, types. */
  private static boolean isTableOrView(@Nullable String type) {
    return type != null && (type.contains("TABLE") || type.contains("VIEW"));
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Sorts texts by their code points. PostgreSQL's columns are compared that way, and so is an index
 * of H2 unless there are characters behind the surrogates, or a collation was set: then the bytes
 * are compared, without an index.
 */
final class OutcomeSort {
  private static final String BYTES = "CAST(%s AS VARBINARY)";

  private final String form;

  private OutcomeSort(String form) {
    this.form = form;
  }

  static OutcomeSort of(Connection connection, Database database, JdbcTables tables)
      throws SQLException {
    boolean plain =
        database.dialect().comparesByCodePoint() || hasOnlyPlainTexts(connection, tables);
    return new OutcomeSort(plain ? "%s" : BYTES);
  }

  private static boolean hasOnlyPlainTexts(Connection connection, JdbcTables tables)
      throws SQLException {
    String select =
        "SELECT NOT EXISTS (SELECT 1 FROM "
            + tables.outcomes().quoted()
            + " WHERE REGEXP_LIKE(\"aggregate_type\" || \"aggregate_id\" || \"idempotency_key\", ?))"
            + " AND NOT EXISTS (SELECT 1 FROM INFORMATION_SCHEMA.SETTINGS"
            + " WHERE SETTING_NAME = 'COLLATION' AND SETTING_VALUE <> 'OFF')";
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, "[^\\x{0}-\\x{D7FF}]");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  /** Names what a column is sorted by. */
  String by(String column) {
    return form.formatted(column);
  }

  /** Asks for what is behind a text. */
  String above(String column) {
    return by(column) + " > " + by("?");
  }
}

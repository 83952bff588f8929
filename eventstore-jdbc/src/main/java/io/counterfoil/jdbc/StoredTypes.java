package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.store.StoredType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counts the forms in which events are stored, in the database. */
final class StoredTypes {
  private StoredTypes() {}

  static List<StoredType> of(Connection connection, TableName events) throws SQLException {
    String select =
        "SELECT \"aggregate_type\", \"type\", \"schema_version\", count(*), min(\"position\"),"
            + " max(\"position\") FROM "
            + events.quoted()
            + " GROUP BY \"aggregate_type\", \"type\", \"schema_version\"";
    List<StoredType> types = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(select);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        types.add(
            new StoredType(
                row.getString(1),
                new EventVersion(row.getString(2), row.getInt(3)),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)));
      }
    }
    return types;
  }
}

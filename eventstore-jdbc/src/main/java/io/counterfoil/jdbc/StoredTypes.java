package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.store.EventStoreException;
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
                row.getString(1), version(row), row.getLong(4), row.getLong(5), row.getLong(6)));
      }
    }
    return types;
  }

  /** Names what was written past the store, which no audit can be of. */
  private static EventVersion version(ResultSet row) throws SQLException {
    String type = row.getString(2);
    int version = row.getInt(3);
    if (type.isEmpty() || version < 1) {
      throw new EventStoreException(
          "events are damaged in their table, the first at position "
              + row.getLong(5)
              + ": the type '"
              + type
              + "' and the schema version "
              + version
              + " were not written by a store",
          null);
    }
    return new EventVersion(type, version);
  }
}

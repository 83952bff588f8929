package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fetches the payloads that were left in the database, since they are long. */
final class LongPayloads {
  private final OnConnection connections;
  private final String select;

  LongPayloads(OnConnection connections, TableName events, EventRows rows) {
    this.connections = connections;
    this.select =
        "SELECT \"position\", "
            + rows.payload()
            + " FROM "
            + events.quoted()
            + " WHERE \"position\" = ANY(?)";
  }

  /** Does the same on other connections. */
  LongPayloads(OnConnection connections, LongPayloads other) {
    this.connections = connections;
    this.select = other.select;
  }

  Map<Long, String> fetch(List<Long> positions) throws SQLException {
    Map<Long, String> found = connections.run(connection -> fetch(connection, positions));
    if (found.size() < positions.size()) {
      throw Broken.eventsAreGone(positions);
    }
    return found;
  }

  private Map<Long, String> fetch(Connection connection, List<Long> positions) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      new Parameters(connection, statement).array("bigint", positions.toArray());
      Map<Long, String> found = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.put(row.getLong(1), row.getString(2));
        }
      }
      return found;
    }
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Reads the table of outcomes. */
final class Outcomes {
  private final String select;

  Outcomes(TableName outcomes) {
    this.select =
        "SELECT \"fingerprint\", \"event_count\", \"last_sequence\", \"rejection\" FROM "
            + outcomes.quoted()
            + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ? AND \"idempotency_key\" = ?";
  }

  Optional<Outcome> find(Connection connection, StreamId stream, String key) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      statement.setString(1, stream.aggregateType());
      statement.setString(2, stream.aggregateId());
      statement.setString(3, key);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        return Optional.of(
            new Outcome(
                stream,
                new CommandKey(key, row.getString(1)),
                row.getInt(2),
                row.getLong(3),
                Json.rejection(row.getString(4))));
      }
    }
  }
}

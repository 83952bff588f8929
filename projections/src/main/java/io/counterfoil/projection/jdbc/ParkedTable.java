package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads and writes the rows of the table of parked events, inside the transaction of whoever calls.
 * The row of their checkpoint must be locked where something is changed.
 */
final class ParkedTable {
  static final String NAME = "counterfoil_parked";

  static final List<String> DDL =
      List.of(
          "CREATE TABLE "
              + NAME
              + " (projection VARCHAR(51) NOT NULL, version INTEGER NOT NULL,"
              + " generation INTEGER NOT NULL, slot INTEGER NOT NULL, position BIGINT NOT NULL,"
              + " aggregate_type VARCHAR(255) NOT NULL, aggregate_id VARCHAR(255) NOT NULL,"
              + " sequence BIGINT NOT NULL, event_type VARCHAR(255) NOT NULL,"
              + " attempts INTEGER NOT NULL, reason VARCHAR("
              + ParkedEvent.LONGEST_REASON
              + "), stack VARCHAR("
              + ParkedEvent.LONGEST_STACK
              + "), parked_at BIGINT NOT NULL,"
              + " PRIMARY KEY (projection, version, generation, slot, position))",
          "CREATE INDEX "
              + NAME
              + "_by_stream ON "
              + NAME
              + " (projection, version, generation, slot, aggregate_type, aggregate_id, position)");

  private static final String AT = CheckpointTable.KEY + " AND position = ?";

  private ParkedTable() {}

  static void insert(Connection connection, CheckpointId id, List<ParkedEvent> events)
      throws SQLException {
    if (events.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + NAME
                + " (projection, version, generation, slot, position, aggregate_type,"
                + " aggregate_id, sequence, event_type, attempts, reason, stack, parked_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (ParkedEvent event : events) {
        CheckpointTable.bind(insert, 1, id);
        insert.setLong(5, event.position());
        insert.setString(6, event.stream().aggregateType());
        insert.setString(7, event.stream().aggregateId());
        insert.setLong(8, event.sequence());
        insert.setString(9, event.type());
        insert.setInt(10, event.attempts());
        insert.setString(11, event.reason().orElse(null));
        insert.setString(12, event.stack().orElse(null));
        insert.setLong(13, event.at().toEpochMilli());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static List<ParkedEvent> all(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT aggregate_type, aggregate_id, sequence, position, event_type, attempts, reason,"
                + " stack, parked_at FROM "
                + NAME
                + CheckpointTable.KEY
                + " ORDER BY position")) {
      CheckpointTable.bind(select, 1, id);
      List<ParkedEvent> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new ParkedEvent(
                  new StreamId(row.getString(1), row.getString(2)),
                  row.getLong(3),
                  row.getLong(4),
                  row.getString(5),
                  row.getInt(6),
                  Optional.ofNullable(row.getString(7)),
                  Optional.ofNullable(row.getString(8)),
                  Instant.ofEpochMilli(row.getLong(9))));
        }
      }
      return found;
    }
  }

  static Set<StreamId> streams(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT DISTINCT aggregate_type, aggregate_id FROM " + NAME + CheckpointTable.KEY)) {
      CheckpointTable.bind(select, 1, id);
      Set<StreamId> found = new HashSet<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(new StreamId(row.getString(1), row.getString(2)));
        }
      }
      return found;
    }
  }

  /** Finds the position of the first event of each stream that is parked. */
  static Map<StreamId, Long> firsts(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT aggregate_type, aggregate_id, MIN(position) FROM "
                + NAME
                + CheckpointTable.KEY
                + " GROUP BY aggregate_type, aggregate_id")) {
      CheckpointTable.bind(select, 1, id);
      Map<StreamId, Long> found = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(new StreamId(row.getString(1), row.getString(2)), row.getLong(3));
        }
      }
      return found;
    }
  }

  /** Finds the position of the first event of a stream that is parked. */
  static OptionalLong first(Connection connection, CheckpointId id, StreamId stream)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT MIN(position) FROM "
                + NAME
                + CheckpointTable.KEY
                + " AND aggregate_type = ? AND aggregate_id = ?")) {
      CheckpointTable.bind(select, 1, id);
      select.setString(5, stream.aggregateType());
      select.setString(6, stream.aggregateId());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        long position = row.getLong(1);
        return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(position);
      }
    }
  }

  static void update(Connection connection, CheckpointId id, ParkedEvent event)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE " + NAME + " SET attempts = ?, reason = ?, stack = ?, parked_at = ?" + AT)) {
      update.setInt(1, event.attempts());
      update.setString(2, event.reason().orElse(null));
      update.setString(3, event.stack().orElse(null));
      update.setLong(4, event.at().toEpochMilli());
      CheckpointTable.bind(update, 5, id);
      update.setLong(9, event.position());
      update.executeUpdate();
    }
  }

  static boolean delete(Connection connection, CheckpointId id, long position) throws SQLException {
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + NAME + AT)) {
      CheckpointTable.bind(delete, 1, id);
      delete.setLong(5, position);
      return delete.executeUpdate() == 1;
    }
  }

  static void clear(Connection connection, CheckpointId id, StreamId stream) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM "
                + NAME
                + CheckpointTable.KEY
                + " AND aggregate_type = ? AND aggregate_id = ?")) {
      CheckpointTable.bind(delete, 1, id);
      delete.setString(5, stream.aggregateType());
      delete.setString(6, stream.aggregateId());
      delete.executeUpdate();
    }
  }

  static void clear(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM " + NAME + CheckpointTable.KEY)) {
      CheckpointTable.bind(delete, 1, id);
      delete.executeUpdate();
    }
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.Metadata;
import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads rows of the table of events. */
final class EventRows {
  private static final String COLUMNS =
      "\"position\", \"aggregate_type\", \"aggregate_id\", \"sequence\", \"event_id\", \"type\","
          + " \"schema_version\", \"correlation_id\", \"causation_id\", \"recorded_at\","
          + " \"headers\", \"data\"";

  private final EventTypes types;
  private final boolean textsApart;

  EventRows(EventTypes types, SqlDialect dialect) {
    this.types = types;
    this.textsApart = dialect.longestTextInRow() < Integer.MAX_VALUE;
  }

  /** Names the columns in the order in which they are read. */
  String columns() {
    return textsApart ? COLUMNS + ", \"large_data\"" : COLUMNS;
  }

  List<RecordedEvent> read(PreparedStatement select) throws SQLException {
    List<RecordedEvent> events = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        events.add(event(row));
      }
    }
    return events;
  }

  private RecordedEvent event(ResultSet row) throws SQLException {
    return RecordedEvent.stored(
        new StreamId(text(row, 2), text(row, 3)),
        row.getLong(4),
        row.getLong(1),
        row.getObject(5, UUID.class),
        new Metadata(
            Optional.ofNullable(row.getString(8)),
            Optional.ofNullable(row.getString(9)),
            Instant.ofEpochMilli(row.getLong(10)),
            Json.headers(row.getString(11))),
        new EncodedEvent(text(row, 6), row.getInt(7), data(row)),
        types);
  }

  private String data(ResultSet row) throws SQLException {
    @Nullable String data = row.getString(12);
    return data == null && textsApart ? text(row, 13) : text(row, 12);
  }

  private static String text(ResultSet row, int column) throws SQLException {
    @Nullable String text = row.getString(column);
    return Objects.requireNonNull(text, () -> "column " + column + " of an event");
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.Metadata;
import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStoreException;
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

/**
 * Reads rows of the table of events. A long payload stays where it is at first, and only its length
 * is read: so it is known how much memory a number of rows takes, whatever is in them.
 */
final class EventRows {
  /** Bytes, or characters where the database knows those; what is longer is fetched by itself. */
  static final int LONGEST_AT_ONCE = 8_192;

  private static final String COLUMNS =
      "\"position\", \"aggregate_type\", \"aggregate_id\", \"sequence\", \"event_id\", \"type\","
          + " \"schema_version\", \"correlation_id\", \"causation_id\", \"recorded_at\","
          + " \"headers\", \"data\"";
  private static final String WITHOUT_STREAM =
      "\"position\", \"sequence\", \"event_id\", \"type\", \"schema_version\", \"correlation_id\","
          + " \"causation_id\", \"recorded_at\", \"headers\", ";
  private static final String UNLESS_LONG =
      "CASE WHEN %1$s(\"data\") <= " + LONGEST_AT_ONCE + " THEN \"data\" END AS \"short\"";

  /** How many columns stand before those that only some queries have. */
  static final int READ = 11;

  private final EventTypes types;
  private final boolean textsApart;

  EventRows(EventTypes types, SqlDialect dialect) {
    this.types = types;
    this.textsApart = dialect.longestTextInRow() < Integer.MAX_VALUE;
  }

  /** Names the columns in the order in which they are written. */
  String columns() {
    return textsApart ? COLUMNS + ", \"large_data\"" : COLUMNS;
  }

  /** Names what is read of the events of one stream. */
  String ofOneStream() {
    return WITHOUT_STREAM
        + (textsApart
            ? UNLESS_LONG.formatted("char_length")
                + ", coalesce(char_length(\"data\"), char_length(\"large_data\"))"
            : UNLESS_LONG.formatted("octet_length") + ", octet_length(\"data\")")
        + " AS \"length\"";
  }

  /** Names what is read of the events of any stream. */
  String ofAnyStream() {
    return ofOneStream() + ", \"aggregate_type\", \"aggregate_id\"";
  }

  /** Names a payload, however long it is. */
  String payload() {
    return textsApart ? "coalesce(\"data\", \"large_data\")" : "\"data\"";
  }

  EventPage ofOneStream(PreparedStatement select, StreamId stream) throws SQLException {
    return read(select, row -> stream);
  }

  EventPage ofAnyStream(PreparedStatement select) throws SQLException {
    return read(select, row -> new StreamId(text(row, READ + 1), text(row, READ + 2)));
  }

  private EventPage read(PreparedStatement select, StreamOf stream) throws SQLException {
    List<EventPage.Row> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(read(row, stream));
      }
    }
    return page(rows);
  }

  EventPage page(List<EventPage.Row> rows) {
    return new EventPage(rows, types);
  }

  EventPage.Row read(ResultSet row, StreamId stream) throws SQLException {
    return read(row, any -> stream);
  }

  private static EventPage.Row read(ResultSet row, StreamOf stream) throws SQLException {
    try {
      return sound(row, stream.of(row));
    } catch (IllegalArgumentException | EventStoreException e) {
      throw damaged(row.getLong(1), e);
    }
  }

  /** The position is what is sure of a row that somebody has changed past the store. */
  static EventStoreException damaged(long position, RuntimeException e) {
    return new EventStoreException(
        "the event at position " + position + " is damaged in its table: " + e.getMessage(), e);
  }

  private static EventPage.Row sound(ResultSet row, StreamId stream) throws SQLException {
    @Nullable String data = row.getString(10);
    return new EventPage.Row(
        stream,
        row.getLong(1),
        row.getLong(2),
        row.getObject(3, UUID.class),
        text(row, 4),
        row.getInt(5),
        new Metadata(
            Optional.ofNullable(row.getString(6)),
            Optional.ofNullable(row.getString(7)),
            Instant.ofEpochMilli(row.getLong(8)),
            Json.headers(row.getString(9))),
        data,
        data == null ? row.getLong(11) : data.length());
  }

  private static String text(ResultSet row, int column) throws SQLException {
    @Nullable String text = row.getString(column);
    return Objects.requireNonNull(text, () -> "column " + column + " of an event");
  }

  private interface StreamOf {
    StreamId of(ResultSet row) throws SQLException;
  }
}

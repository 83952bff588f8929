package io.counterfoil.jdbc;

import io.counterfoil.Metadata;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds events as they were fetched at once. Long payloads are still in the database. */
final class EventPage {
  private final List<Row> rows;
  private final EventTypes types;

  EventPage(List<Row> rows, EventTypes types) {
    this.rows = rows;
    this.types = types;
  }

  int size() {
    return rows.size();
  }

  Row last() {
    return rows.get(rows.size() - 1);
  }

  /** Answers how long all payloads are together. */
  long length() {
    long length = 0;
    for (Row row : rows) {
      length += row.length();
    }
    return length;
  }

  /**
   * Hands the events on, one by one, and fetches long payloads when it comes to them: no more at a
   * time than fit into a few megabytes, unless a single one is longer.
   */
  void handOn(LongPayloads payloads, Consumer<? super RecordedEvent> consumer) throws SQLException {
    Map<Long, String> fetched = Map.of();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      @Nullable String data = row.data();
      if (data == null) {
        if (!fetched.containsKey(row.position())) {
          fetched = payloads.fetch(longFrom(i));
        }
        data = Objects.requireNonNull(fetched.get(row.position()));
      }
      consumer.accept(row.event(data, types));
    }
  }

  private List<Long> longFrom(int first) {
    List<Long> positions = new ArrayList<>();
    long length = 0;
    for (Row row : rows.subList(first, rows.size())) {
      if (row.data() == null) {
        length += row.length();
        if (!positions.isEmpty() && length > Pages.LENGTH_WANTED) {
          break;
        }
        positions.add(row.position());
      }
    }
    return positions;
  }

  /** An event, perhaps without its payload, but with that one's length. */
  record Row(
      StreamId stream,
      long position,
      long sequence,
      UUID eventId,
      String type,
      int schemaVersion,
      Metadata metadata,
      @Nullable String data,
      long length) {

    private RecordedEvent event(String payload, EventTypes types) {
      return RecordedEvent.stored(
          stream, sequence, position, eventId, metadata, encoded(payload), types);
    }

    private EncodedEvent encoded(String payload) {
      try {
        return new EncodedEvent(type, schemaVersion, payload);
      } catch (IllegalArgumentException e) {
        throw EventRows.damaged(position, e);
      }
    }
  }
}

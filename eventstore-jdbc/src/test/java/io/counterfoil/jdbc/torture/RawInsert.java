package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.Sample;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Inserts rows of events as the store does, on a connection of the caller's. */
enum RawInsert {
  /** One statement reads the head and writes the rows, in order; the table draws the positions. */
  POSTGRES {
    private static final String INSERT =
        "INSERT INTO \"counterfoil_events\" ("
            + COLUMNS
            + ") SELECT ?, ?, ("
            + HEAD
            + ") + e.n, e.id, e.t, e.d, 1, 0"
            + " FROM unnest(CAST(? AS uuid[]), CAST(? AS text[]), CAST(? AS text[]))"
            + " WITH ORDINALITY AS e(id, t, d, n) ORDER BY e.n RETURNING \"position\"";

    @Override
    long insert(Connection connection, StreamId stream, List<NewEvent> events) throws SQLException {
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (int index : new int[] {1, 3}) {
          insert.setString(index, stream.aggregateType());
          insert.setString(index + 1, stream.aggregateId());
        }
        insert.setArray(5, connection.createArrayOf("uuid", each(events, NewEvent::eventId)));
        insert.setArray(
            6, connection.createArrayOf("text", each(events, event -> encoded(event).type())));
        insert.setArray(
            7, connection.createArrayOf("text", each(events, event -> encoded(event).data())));
        try (ResultSet row = insert.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    }
  },

  /** The counter's lock comes first: from then on nobody else appends. */
  H2 {
    @Override
    long insert(Connection connection, StreamId stream, List<NewEvent> events) throws SQLException {
      long first = draw(connection, events.size());
      long head = number(connection, HEAD, stream.aggregateType(), stream.aggregateId());
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO \"counterfoil_events\" ("
                  + COLUMNS
                  + ", \"position\") VALUES (?, ?, ?, ?, ?, ?, 1, 0, ?)")) {
        insert.setString(1, stream.aggregateType());
        insert.setString(2, stream.aggregateId());
        for (int i = 0; i < events.size(); i++) {
          insert.setLong(3, head + i + 1);
          insert.setObject(4, events.get(i).eventId());
          insert.setString(5, encoded(events.get(i)).type());
          insert.setString(6, encoded(events.get(i)).data());
          insert.setLong(7, first + i);
          insert.executeUpdate();
        }
      }
      return first;
    }

    private long draw(Connection connection, int events) throws SQLException {
      try (PreparedStatement count =
          connection.prepareStatement(
              "UPDATE \"counterfoil_counter\" SET \"last_position\" = \"last_position\" + ?")) {
        count.setInt(1, events);
        count.executeUpdate();
      }
      return number(connection, "SELECT \"last_position\" FROM \"counterfoil_counter\"")
          - events
          + 1;
    }
  };

  private static final String COLUMNS =
      "\"aggregate_type\", \"aggregate_id\", \"sequence\", \"event_id\", \"type\", \"data\","
          + " \"schema_version\", \"recorded_at\"";
  private static final String HEAD =
      "SELECT coalesce(max(\"sequence\"), 0) FROM \"counterfoil_events\""
          + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?";

  /** Inserts at the end of a stream, and answers the first position. */
  abstract long insert(Connection connection, StreamId stream, List<NewEvent> events)
      throws SQLException;

  private static EncodedEvent encoded(NewEvent event) {
    return Sample.types().encode(event.payload());
  }

  private static Object[] each(List<NewEvent> events, Function<NewEvent, Object> value) {
    return events.stream().map(value).toArray();
  }

  private static long number(Connection connection, String sql, String... parameters)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        select.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.LogTail;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Follows the log on PostgreSQL in a way that has been published, and does not work. */
abstract class WrongTail implements LogTail {
  static final String COLUMNS =
      "\"position\", aggregate_type, aggregate_id, \"sequence\", event_id, \"type\","
          + " schema_version, recorded_at, \"data\"";

  private final DataSource dataSource;

  WrongTail(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * What one poll has read.
   *
   * @param events the events, in the order of this design
   * @param end where the next poll goes on
   */
  record Page(List<RecordedEvent> events, long end) {}

  abstract Page read(Connection connection, long after) throws SQLException;

  @Override
  public long poll(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    long given = 0;
    Page page = read(query.after());
    for (RecordedEvent event : page.events()) {
      if (query.filter().accepts(event)) {
        consumer.accept(event);
        given++;
        if (given == query.limit()) {
          return event.position();
        }
      }
    }
    return page.end();
  }

  private Page read(long after) {
    try (Connection connection = dataSource.getConnection()) {
      return read(connection, after);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static List<RecordedEvent> events(Connection connection, String sql, long... parameters)
      throws SQLException {
    try (PreparedStatement select = prepared(connection, sql, parameters);
        ResultSet row = select.executeQuery()) {
      List<RecordedEvent> events = new ArrayList<>();
      while (row.next()) {
        events.add(event(row));
      }
      return events;
    }
  }

  static List<Long> numbers(Connection connection, String sql, long... parameters)
      throws SQLException {
    try (PreparedStatement select = prepared(connection, sql, parameters);
        ResultSet row = select.executeQuery()) {
      List<Long> numbers = new ArrayList<>();
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
      return numbers;
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, long... parameters)
      throws SQLException {
    PreparedStatement select = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      select.setLong(i + 1, parameters[i]);
    }
    return select;
  }

  static RecordedEvent event(ResultSet row) throws SQLException {
    return RecordedEvent.stored(
        new StreamId(row.getString(2), row.getString(3)),
        row.getLong(4),
        row.getLong(1),
        row.getObject(5, UUID.class),
        Metadata.at(Instant.ofEpochMilli(row.getLong(8))),
        new EncodedEvent(row.getString(6), row.getInt(7), row.getString(9)),
        Sample.types());
  }

  static long end(List<RecordedEvent> events, long otherwise) {
    return events.isEmpty() ? otherwise : events.get(events.size() - 1).position();
  }
}

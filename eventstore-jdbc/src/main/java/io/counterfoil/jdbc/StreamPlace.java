package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;

/**
 * Finds the place of a position in a long stream, without an index of positions in streams: they
 * grow with the sequences, so that a few events are looked at, and then a few between two of them.
 */
final class StreamPlace {
  private static final int PROBES = 32;

  private final String last;
  private final String count;

  StreamPlace(TableName events) {
    String ofStream =
        " FROM " + events.quoted() + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?";
    this.last = "SELECT coalesce(max(\"sequence\"), 0)" + ofStream;
    this.count =
        "SELECT count(*)"
            + ofStream
            + " AND \"sequence\" IN ("
            + String.join(", ", Collections.nCopies(PROBES, "?"))
            + ") AND (\"position\" + 0) <= ?";
  }

  /**
   * Finds sequences around a position.
   *
   * @param near how close
   * @return a stretch of about {@code near} sequences: those up to its beginning stand at or below
   *     the position, those behind its end above it
   */
  Range around(Connection connection, StreamId stream, long position, long near)
      throws SQLException {
    long last = last(connection, stream);
    Range range = new Range(0, last);
    while (range.length() > Math.max(near, PROBES)) {
      long distance = range.length() / (PROBES + 1);
      long below = below(connection, stream, position, range.after(), distance);
      long after = range.after() + below * distance;
      range = new Range(after, below == PROBES ? range.to() : after + distance);
    }
    // What is appended meanwhile is behind the end of the stream as it was.
    return range.to() == last ? new Range(range.after(), Long.MAX_VALUE) : range;
  }

  private long last(Connection connection, StreamId stream) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(last)) {
      new Parameters(connection, select).text(stream.aggregateType()).text(stream.aggregateId());
      return number(select);
    }
  }

  private long below(
      Connection connection, StreamId stream, long position, long after, long distance)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(count)) {
      Parameters parameters = new Parameters(connection, select);
      parameters.text(stream.aggregateType()).text(stream.aggregateId());
      for (int i = 1; i <= PROBES; i++) {
        parameters.number(after + i * distance);
      }
      parameters.number(position);
      return number(select);
    }
  }

  private static long number(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}

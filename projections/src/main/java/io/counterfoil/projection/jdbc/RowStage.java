package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Replaying;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Map;

/**
 * Applies events in a transaction that goes on where some of them fail. Not thread-safe.
 *
 * @param position up to where events may be applied
 * @param parked the first parked event of each stream that has one
 */
record RowStage(
    Connection connection, RowWriter rows, Sql sql, long position, Map<StreamId, Long> parked)
    implements Replaying.Stage {
  @Override
  public boolean isParked(RecordedEvent event) {
    return event.position() >= parked.getOrDefault(event.stream(), Long.MAX_VALUE);
  }

  @Override
  public void apply(List<RecordedEvent> events) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      rows.write(sql, events);
      // Inside: a transaction that a handler has broken, and said nothing, is seen here.
      connection.releaseSavepoint(before);
    } catch (SQLException | RuntimeException e) {
      connection.rollback(before);
      throw e;
    }
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * "Up to the highest position of a transaction that is older than all that still run": a
 * transaction that appends twice may have its second position above one of a younger transaction.
 */
final class OldestTransactionTail extends WrongTail {
  OldestTransactionTail(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  Page read(Connection connection, long after) throws SQLException {
    long end =
        numbers(
                connection,
                "SELECT coalesce(max(\"position\"), 0) FROM counterfoil_events"
                    + " WHERE xid < pg_snapshot_xmin(pg_current_snapshot())")
            .get(0);
    List<RecordedEvent> events =
        events(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM counterfoil_events WHERE \"position\" > ? AND \"position\" <= ?"
                + " ORDER BY \"position\"",
            after,
            end);
    return new Page(events, Math.max(after, end));
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * "By transaction, and by position inside it": a transaction may be older than one whose stream it
 * goes on with. The order of the positions is not kept either.
 */
final class TransactionOrderTail extends WrongTail {
  TransactionOrderTail(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  Page read(Connection connection, long after) throws SQLException {
    List<RecordedEvent> events =
        events(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM counterfoil_events WHERE (xid, \"position\") > (coalesce("
                + "(SELECT xid FROM counterfoil_events WHERE \"position\" = ?), '0'), ?)"
                + " AND xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid, \"position\"",
            after,
            after);
    return new Page(events, end(events, after));
  }
}

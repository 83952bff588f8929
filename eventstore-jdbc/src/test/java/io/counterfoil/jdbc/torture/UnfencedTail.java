package io.counterfoil.jdbc.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Waits for those who may still fill a gap, and then takes all for complete that it sees by then,
 * instead of all that it saw before it began to wait. For one reader.
 */
final class UnfencedTail extends WrongTail {
  static final String HOLDERS =
      "SELECT hashtext(l.virtualtransaction) AS holder FROM pg_locks l WHERE l.locktype = 'relation'"
          + " AND l.relation = CAST('counterfoil_events' AS regclass)"
          + " AND l.mode = 'RowExclusiveLock' AND l.granted AND l.database ="
          + " (SELECT oid FROM pg_database WHERE datname = current_database())";

  private final Set<Long> awaited = new HashSet<>();
  private long known;

  UnfencedTail(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  Page read(Connection connection, long after) throws SQLException {
    known = Math.max(known, after);
    List<Long> positions =
        numbers(
            connection,
            "SELECT \"position\" FROM counterfoil_events WHERE \"position\" > ?"
                + " ORDER BY \"position\"",
            known);
    for (long position : positions) {
      known = position == known + 1 ? position : known;
    }
    long head = positions.isEmpty() ? known : positions.get(positions.size() - 1);
    if (known < head && nobodyIsLeft(numbers(connection, HOLDERS))) {
      known = head;
    }
    return new Page(
        events(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM counterfoil_events WHERE \"position\" > ? AND \"position\" <= ?"
                + " ORDER BY \"position\"",
            after,
            known),
        known);
  }

  private boolean nobodyIsLeft(List<Long> holders) {
    if (awaited.isEmpty()) {
      awaited.addAll(holders);
    } else {
      awaited.retainAll(holders);
    }
    return awaited.isEmpty();
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** "Whatever stands behind the last one": loses what commits behind it later. */
final class NaiveTail extends WrongTail {
  NaiveTail(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  Page read(Connection connection, long after) throws SQLException {
    List<RecordedEvent> events =
        events(
            connection,
            "SELECT "
                + COLUMNS
                + " FROM counterfoil_events WHERE \"position\" > ? ORDER BY \"position\"",
            after);
    return new Page(events, end(events, after));
  }
}

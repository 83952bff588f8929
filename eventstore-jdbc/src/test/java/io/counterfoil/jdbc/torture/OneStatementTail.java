package io.counterfoil.jdbc.torture;

import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads events and holders of locks in one statement: its snapshot of the events is older than the
 * locks that it sees, so that who commits in between is in neither. The statement takes its time,
 * as one on a busy server does: its first row is fetched alone.
 */
final class OneStatementTail extends WrongTail {
  private static final String NO_EVENT =
      "NULL::text, NULL::text, NULL::bigint, NULL::uuid, NULL::text, NULL::integer, NULL::bigint,"
          + " NULL::text, ";
  private static final String SELECT =
      "SELECT 0::bigint, "
          + NO_EVENT
          + "'first' UNION ALL (SELECT "
          + COLUMNS
          + ", 'event' FROM counterfoil_events WHERE \"position\" > ? ORDER BY \"position\")"
          + " UNION ALL (SELECT holder::bigint, "
          + NO_EVENT
          + "'holder' FROM ("
          + UnfencedTail.HOLDERS
          + ") holders)";

  private final Runnable pause;

  OneStatementTail(DataSource dataSource, Runnable pause) {
    super(dataSource);
    this.pause = pause;
  }

  @Override
  Page read(Connection connection, long after) throws SQLException {
    connection.setAutoCommit(false); // else all rows are fetched at once
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setFetchSize(1);
      select.setLong(1, after);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        pause.run();
        row.setFetchSize(1_000);
        return page(row, after);
      }
    } finally {
      connection.commit();
    }
  }

  private static Page page(ResultSet row, long after) throws SQLException {
    List<RecordedEvent> events = new ArrayList<>();
    boolean held = false;
    while (row.next()) {
      if (row.getString(10).equals("event")) {
        events.add(event(row));
      } else {
        held = true;
      }
    }
    if (held) {
      events.removeIf(event -> event.position() > after + 1 + events.indexOf(event));
    }
    return new Page(events, end(events, after));
  }
}

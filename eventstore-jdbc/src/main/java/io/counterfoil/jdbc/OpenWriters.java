package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.OpenWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells of the transactions that a proof waits for what people need to find them. */
final class OpenWriters {

  // A prepared transaction has no process. What ties its locks to its name is the lock that every
  // transaction holds on its own number.
  private static final String SELECT =
      """
      SELECT l.virtualtransaction, coalesce(l.pid, 0),
        coalesce(p.gid, CAST(l.pid AS text), l.virtualtransaction),
        coalesce(a.application_name, ''),
        CASE WHEN l.pid IS NULL THEN 'prepared' ELSE coalesce(a.state, 'unknown') END,
        CAST(1000 * extract(epoch FROM clock_timestamp()
          - coalesce(p.prepared, a.xact_start, CAST(? AS timestamptz))) AS bigint) AS age
      FROM pg_locks l
        LEFT JOIN pg_stat_activity a ON a.pid = l.pid
        LEFT JOIN (
          SELECT own.virtualtransaction, x.gid, x.prepared
          FROM pg_prepared_xacts x JOIN pg_locks own
            ON own.locktype = 'transactionid' AND own.transactionid = x.transaction
            AND own.mode = 'ExclusiveLock' AND own.pid IS NULL
        ) p ON l.pid IS NULL AND p.virtualtransaction = l.virtualtransaction
      WHERE\s"""
          + LockListing.OF_WRITERS
          + " ORDER BY age DESC";

  private OpenWriters() {}

  /** Answers those that are still open, the oldest first. */
  static List<OpenWriter> of(Connection connection, TableName events, GapProof waiting)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, waiting.first().at());
      select.setString(2, events.quoted());
      try (ResultSet row = select.executeQuery()) {
        List<OpenWriter> writers = new ArrayList<>();
        while (row.next()) {
          if (waiting.holders().contains(new LockHolder(row.getString(1), row.getInt(2)))) {
            Duration age = Duration.ofMillis(Math.max(0, row.getLong(6)));
            writers.add(new OpenWriter(row.getString(3), row.getString(4), row.getString(5), age));
          }
        }
        return writers;
      }
    }
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists who holds the lock of a writer on the table of events. Immutable.
 *
 * @param server tells one run of a server from another
 * @param at when it was made, by the clock of the database
 * @param holders the transactions
 */
record LockListing(String server, String at, Set<LockHolder> holders) {
  /**
   * Picks the locks of writers. The database belongs to the condition: a copy of a database has the
   * same numbers for its tables, and the list is of the whole server.
   */
  static final String OF_WRITERS =
      """
      l.locktype = 'relation' AND l.relation = CAST(CAST(? AS regclass) AS oid)
        AND l.mode = 'RowExclusiveLock' AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

  private static final String SELECT =
      """
      SELECT pg_is_in_recovery(), pg_backend_pid(), pg_postmaster_start_time(), clock_timestamp(),
        l.virtualtransaction, coalesce(l.pid, 0)
      FROM (SELECT 1) one LEFT JOIN pg_locks l ON\s"""
          + OF_WRITERS;

  static LockListing read(Connection connection, TableName events) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, events.quoted());
      try (ResultSet row = select.executeQuery()) {
        Set<LockHolder> holders = new HashSet<>();
        String server = "";
        String at = "";
        while (row.next()) {
          requirePrimary(row.getBoolean(1));
          server = row.getString(3);
          at = row.getString(4);
          @Nullable String transaction = row.getString(5);
          if (transaction != null) {
            requireOther(row.getInt(2), row.getInt(6));
            holders.add(new LockHolder(transaction, row.getInt(6)));
          }
        }
        return new LockListing(server, at, holders);
      }
    }
  }

  private static void requirePrimary(boolean inRecovery) {
    if (inRecovery) {
      throw Broken.replica();
    }
  }

  private static void requireOther(int ownPid, int holderPid) {
    if (ownPid == holderPid) {
      throw new EventStoreException(
          "the log is read on a connection that has appended in a transaction which is still open,"
              + " so that the reader would wait for itself; give the store a DataSource whose"
              + " connections are not bound to a transaction",
          null);
    }
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** Says how a kind of database takes in events and outcomes, in a transaction that is open. */
interface IntakeSql {

  /** Finds the last sequences of those streams that have events. */
  Map<StreamId, Long> heads(Connection connection, List<StreamId> streams) throws SQLException;

  /**
   * Keeps others from appending until the transaction ends, makes sure that the log ends where the
   * caller thinks, and sees to it that appends come behind a position.
   */
  void begin(Connection connection, long after, long last) throws SQLException;

  /** Inserts events with their positions. */
  void insertEvents(Connection connection, List<RecordedEvent> events) throws SQLException;

  /** Finds what is stored under the keys of outcomes. */
  List<StoredOutcome> outcomesThere(Connection connection, List<StoredOutcome> outcomes)
      throws SQLException;

  /** Inserts outcomes. */
  void insertOutcomes(Connection connection, List<StoredOutcome> outcomes) throws SQLException;

  /** Complains of another writer. */
  static void requireEnd(long after, long found) {
    if (found != after) {
      throw new EventStoreException(
          "the log ends at position "
              + found
              + " and not at "
              + after
              + ", as the import left it: somebody else writes to the store. Nothing more was"
              + " imported; import into a store that nobody uses yet",
          null);
    }
  }
}

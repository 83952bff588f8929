package io.counterfoil.jdbc;

import io.counterfoil.store.StoreStatus;
import java.sql.SQLException;

/**
 * Knows how far the log may be handed on: up to a position at or below which no further event will
 * appear. Thread-safe, and shared by all readers of a store.
 */
interface Horizon {

  /**
   * Looks how far the log is known. Whatever was committed before the call is taken into account,
   * except where a transaction that is still open may fill a gap before it.
   *
   * @param after where the asking reader stands
   * @return the end of the known part, perhaps below {@code after}
   * @throws SQLException what the database said
   * @throws io.counterfoil.store.EventStoreException if {@code after} was never reached by this log
   */
  long look(long after) throws SQLException;

  /**
   * Answers how far readers will come once nobody writes any more.
   *
   * @param highest the highest position of an event
   * @return a position, never above {@code highest}
   * @throws SQLException what the database said
   */
  long reachable(long highest) throws SQLException;

  /**
   * Adds to what was counted how far readers are given it, and whom they wait for. Looks afresh: so
   * whoever has ended before the call holds nobody back.
   *
   * @param counted what was counted before the call
   * @return the status
   * @throws SQLException what the database said
   */
  StoreStatus statusOf(StoreStatus counted) throws SQLException;
}

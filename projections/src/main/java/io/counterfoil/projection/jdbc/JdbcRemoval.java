package io.counterfoil.projection.jdbc;

import io.counterfoil.store.StreamId;

/** Removes from a read model what the events of one aggregate have made. */
@FunctionalInterface
public interface JdbcRemoval {

  /**
   * Removes the rows, in the transaction in which they are made anew.
   *
   * @param aggregate the aggregate
   * @param sql writes and reads the read model
   * @throws Exception if it could not; nothing has changed then
   */
  void remove(StreamId aggregate, Sql sql) throws Exception;
}

package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.SqlDialect;
import java.util.function.Function;

/**
 * Holds what a builder was told. Immutable.
 *
 * @param queue makes the queue in which appends wait for each other
 * @param listener is told of batches
 * @param pageOf how many events are fetched at once, at most
 */
record StoreOptions(
    Function<SqlDialect, CommitQueue> queue, AppendBatch.Listener listener, int pageOf) {

  static StoreOptions queue(Function<SqlDialect, CommitQueue> queue) {
    return new StoreOptions(queue, AppendBatch.Listener.NONE, Pages.USUAL);
  }
}

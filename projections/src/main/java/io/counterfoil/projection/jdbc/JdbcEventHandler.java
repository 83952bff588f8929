package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.store.RecordedEvent;

/**
 * Applies one type of event to the rows of a read model.
 *
 * <p>Called on one thread at a time, in the order of the log, inside the transaction that also
 * moves the checkpoint: it neither commits nor rolls back.
 *
 * @param <T> the event's class
 */
@FunctionalInterface
public interface JdbcEventHandler<T extends Event> {

  /**
   * Applies an event.
   *
   * @param event where it stands, and what is known beside its payload
   * @param payload what happened
   * @param sql writes and reads rows
   * @throws Exception if it could not be applied; the batch is rolled back, the event is tried
   *     again, and then the projection stops
   */
  void apply(RecordedEvent event, T payload, Sql sql) throws Exception;
}

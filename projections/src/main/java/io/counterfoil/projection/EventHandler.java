package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.store.RecordedEvent;

/**
 * Applies one type of event to any sink.
 *
 * <p>Called on one thread at a time, in the order of the log. After a crash or a failure it is
 * called again with events that it has seen, so it must be idempotent: {@link
 * RecordedEvent#position()} tells which event it is.
 *
 * @param <T> the event's class
 */
@FunctionalInterface
public interface EventHandler<T extends Event> {

  /**
   * Applies an event.
   *
   * @param event where it stands, and what is known beside its payload
   * @param payload what happened
   * @throws Exception if it could not be applied; it is tried again, and then the projection stops
   */
  void apply(RecordedEvent event, T payload) throws Exception;
}

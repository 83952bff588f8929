package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.store.RecordedEvent;

/**
 * Folds one type of event into a state. Pure: it changes nothing, the state it was given least of
 * all, and always gives the same for the same; it may be called from many threads.
 *
 * @param <S> the state
 * @param <T> the event's class
 */
@FunctionalInterface
public interface FoldHandler<S, T extends Event> {

  /**
   * Folds an event.
   *
   * @param state the state so far; not changed
   * @param event where it stands, and what is known beside its payload
   * @param payload what happened
   * @return the state after it; never null
   */
  S apply(S state, RecordedEvent event, T payload);
}

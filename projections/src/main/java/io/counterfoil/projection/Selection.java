package io.counterfoil.projection;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.RecordedEvent;
import java.util.function.Predicate;

/**
 * Chooses the events of a replay. Immutable.
 *
 * @param filter what the store is asked for
 * @param wanted what the projection wants of that
 * @param from the first position
 * @param to the last position
 */
record Selection(EventFilter filter, Predicate<RecordedEvent> wanted, long from, long to) {}

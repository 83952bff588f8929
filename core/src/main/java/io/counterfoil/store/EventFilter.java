package io.counterfoil.store;

import java.util.List;
import java.util.Set;

/**
 * Chooses events of the log. An event passes when it meets both sets. Immutable.
 *
 * @param aggregateTypes the aggregate types wanted; empty means all
 * @param eventTypes the logical event types wanted; empty means all
 */
public record EventFilter(Set<String> aggregateTypes, Set<String> eventTypes) {
  private static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

  /** Copies. */
  public EventFilter {
    aggregateTypes = Set.copyOf(aggregateTypes);
    eventTypes = Set.copyOf(eventTypes);
  }

  /**
   * Chooses every event.
   *
   * @return the filter that lets all pass
   */
  public static EventFilter all() {
    return ALL;
  }

  /**
   * Chooses by aggregate type.
   *
   * @param types the aggregate types wanted
   * @return the filter
   */
  public static EventFilter aggregateTypes(String... types) {
    return new EventFilter(Set.copyOf(List.of(types)), Set.of());
  }

  /**
   * Chooses by event type.
   *
   * @param types the logical event types wanted
   * @return the filter
   */
  public static EventFilter eventTypes(String... types) {
    return new EventFilter(Set.of(), Set.copyOf(List.of(types)));
  }

  /**
   * Tells whether an event passes.
   *
   * @param event an event
   * @return true if it does
   */
  public boolean accepts(RecordedEvent event) {
    return (aggregateTypes.isEmpty() || aggregateTypes.contains(event.stream().aggregateType()))
        && (eventTypes.isEmpty() || eventTypes.contains(event.type()));
  }
}

package io.counterfoil.store;

import io.counterfoil.serialization.EventTypes;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses events of the log. An event passes when it meets all that is asked. Immutable.
 *
 * <p>Event types are today's: a reader of the log that asks for a type is also handed what is
 * stored under another name and becomes that type by an upcaster. The choice is by name: where an
 * upcaster makes several types of one name, such an event is handed on if it may have become what
 * was asked for, and its payloads tell whether it has.
 *
 * @param aggregateTypes the aggregate types wanted; empty means all
 * @param eventTypes the logical event types wanted; empty means all
 * @param stream the stream wanted; empty means all
 * @param since the earliest {@link io.counterfoil.Metadata#at()} wanted; empty means any
 * @param until the moment before which {@link io.counterfoil.Metadata#at()} must be; empty means
 *     any
 */
public record EventFilter(
    Set<String> aggregateTypes,
    Set<String> eventTypes,
    Optional<StreamId> stream,
    Optional<Instant> since,
    Optional<Instant> until) {
  private static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

  /** Copies. */
  public EventFilter {
    aggregateTypes = Set.copyOf(aggregateTypes);
    eventTypes = Set.copyOf(eventTypes);
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
  }

  /**
   * Chooses by aggregate type and event type.
   *
   * @param aggregateTypes the aggregate types wanted; empty means all
   * @param eventTypes the logical event types wanted; empty means all
   */
  public EventFilter(Set<String> aggregateTypes, Set<String> eventTypes) {
    this(aggregateTypes, eventTypes, Optional.empty(), Optional.empty(), Optional.empty());
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
  public static EventFilter ofAggregateTypes(String... types) {
    return new EventFilter(Set.copyOf(List.of(types)), Set.of());
  }

  /**
   * Chooses by event type.
   *
   * @param types the logical event types wanted
   * @return the filter
   */
  public static EventFilter ofEventTypes(String... types) {
    return new EventFilter(Set.of(), Set.copyOf(List.of(types)));
  }

  /**
   * Chooses one stream.
   *
   * @param wanted the stream
   * @return the filter
   */
  public static EventFilter ofStream(StreamId wanted) {
    return ALL.withStream(wanted);
  }

  /**
   * Chooses by aggregate type in addition to what is asked already, in place of any choice of
   * aggregate types.
   *
   * @param types the aggregate types wanted
   * @return a copy
   */
  public EventFilter withAggregateTypes(String... types) {
    return new EventFilter(Set.copyOf(List.of(types)), eventTypes, stream, since, until);
  }

  /**
   * Chooses by event type in addition to what is asked already, in place of any choice of event
   * types.
   *
   * @param types the logical event types wanted
   * @return a copy
   */
  public EventFilter withEventTypes(String... types) {
    return new EventFilter(aggregateTypes, Set.copyOf(List.of(types)), stream, since, until);
  }

  /**
   * Chooses one stream in addition to what is asked already.
   *
   * @param wanted the stream
   * @return a copy
   */
  public EventFilter withStream(StreamId wanted) {
    return new EventFilter(aggregateTypes, eventTypes, Optional.of(wanted), since, until);
  }

  /**
   * Chooses events of a moment and later, in addition to what is asked already.
   *
   * @param moment the earliest {@link io.counterfoil.Metadata#at()} wanted
   * @return a copy
   */
  public EventFilter since(Instant moment) {
    return new EventFilter(aggregateTypes, eventTypes, stream, Optional.of(moment), until);
  }

  /**
   * Chooses events before a moment, in addition to what is asked already.
   *
   * @param moment the first moment that is not wanted any more
   * @return a copy
   */
  public EventFilter until(Instant moment) {
    return new EventFilter(aggregateTypes, eventTypes, stream, since, Optional.of(moment));
  }

  /**
   * Widens the choice of event types by all that are stored under another name and may be one of
   * them today. For authors of stores: readers ask for today's names.
   *
   * @param types know which stored names lead to which of today's
   * @return the filter to look for in the store
   */
  public EventFilter asStored(EventTypes types) {
    Set<String> stored = types.storedNames(eventTypes);
    return stored.equals(eventTypes)
        ? this
        : new EventFilter(aggregateTypes, stored, stream, since, until);
  }

  /**
   * Tells whether an event passes, by the type that it is stored with.
   *
   * @param event an event
   * @return true if it does
   */
  public boolean accepts(RecordedEvent event) {
    return (aggregateTypes.isEmpty() || aggregateTypes.contains(event.stream().aggregateType()))
        && (eventTypes.isEmpty() || eventTypes.contains(event.type()))
        && (stream.isEmpty() || stream.get().equals(event.stream()))
        && (since.isEmpty() || !event.metadata().at().isBefore(since.get()))
        && (until.isEmpty() || event.metadata().at().isBefore(until.get()));
  }
}

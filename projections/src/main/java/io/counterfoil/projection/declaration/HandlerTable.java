package io.counterfoil.projection.declaration;

import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the handlers of a projection by event class. Not thread-safe until it is built.
 *
 * @param <H> the kind of handler
 */
public final class HandlerTable<H> {
  private final String projection;
  private final Map<Class<? extends Event>, H> handlers = new LinkedHashMap<>();

  /**
   * Starts empty.
   *
   * @param projection the projection's name
   */
  public HandlerTable(String projection) {
    this.projection = projection;
  }

  /**
   * Adds a handler for an event, or for each member of a family of events.
   *
   * @param event the class of an event, or the sealed interface of a family
   * @param handler the handler
   * @throws IllegalArgumentException if an event has a handler already, or the family is not closed
   */
  public void add(Class<? extends Event> event, H handler) {
    Objects.requireNonNull(handler, "handler");
    for (Class<? extends Event> member : EventFamily.of(event).members()) {
      if (handlers.putIfAbsent(member, handler) != null) {
        throw new IllegalArgumentException(
            "the projection '" + projection + "' has two handlers for " + member.getName());
      }
    }
  }

  /**
   * Copies what was added so far.
   *
   * @return a copy that nobody changes
   * @throws IllegalStateException if there is no handler
   */
  public HandlerTable<H> built() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException(
          "the projection '" + projection + "' handles no event; add on(...)");
    }
    HandlerTable<H> copy = new HandlerTable<>(projection);
    copy.handlers.putAll(handlers);
    return copy;
  }

  /**
   * Finds the handler of an event.
   *
   * @param payload what happened
   * @return its handler; empty if the projection has none for its class
   */
  public Optional<H> of(Event payload) {
    return Optional.ofNullable(handlers.get(payload.getClass()));
  }

  /**
   * Chooses the events that have a handler.
   *
   * @param types know the logical names
   * @return the filter
   * @throws io.counterfoil.serialization.UnknownEventType if an event is not registered there
   */
  public EventFilter filter(EventTypes types) {
    Set<String> names = handlers.keySet().stream().map(types::nameOf).collect(Collectors.toSet());
    return new EventFilter(Set.of(), names);
  }
}

package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.ProjectionName;
import java.util.Objects;

/**
 * Collects the handlers of a fold. Not thread-safe; what it builds is.
 *
 * @param <S> the state
 */
public final class EventFoldBuilder<S> {
  private final String name;
  private final S initial;
  private final HandlerTable<FoldHandler<S, Event>> handlers;

  EventFoldBuilder(String name, S initial) {
    this.name = ProjectionName.require(name);
    this.initial = Objects.requireNonNull(initial, "initial");
    this.handlers = new HandlerTable<>(name);
  }

  /**
   * Sets how one type of event is folded, or each event of a family.
   *
   * @param event the class of an event, or the sealed interface of a family
   * @param handler folds it; pure
   * @param <T> the event
   * @return this builder
   * @throws IllegalArgumentException if an event has a handler already, or the family is not closed
   */
  @SuppressWarnings("unchecked") // the table hands a handler only events of its own class
  public <T extends Event> EventFoldBuilder<S> on(
      Class<T> event, FoldHandler<S, ? super T> handler) {
    Objects.requireNonNull(event, "event");
    handlers.add(event, (FoldHandler<S, Event>) handler);
    return this;
  }

  /**
   * Builds the fold.
   *
   * @return the fold: immutable, independent of this builder
   * @throws IllegalStateException if it handles no event
   */
  public EventFold<S> build() {
    return new EventFold<>(name, initial, handlers.built());
  }
}

package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.ProjectionName;
import java.util.Objects;
import java.util.Optional;

/** Collects the parts of a projection into any sink. Not thread-safe; what it builds is. */
public final class PlainProjectionBuilder {
  private static final BatchHook NOTHING = batch -> {};

  private final String name;
  private final HandlerTable<PlainProjection.Step> steps;
  private int version = 1;
  private BatchHook batchStart = NOTHING;
  private BatchHook batchEnd = NOTHING;
  private Optional<Runnable> reset = Optional.empty();

  PlainProjectionBuilder(String name) {
    this.name = ProjectionName.require(name);
    this.steps = new HandlerTable<>(name);
  }

  /**
   * Sets the version; 1 unless set. Another version begins at zero, with a checkpoint of its own.
   *
   * @param number 1 or more
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public PlainProjectionBuilder version(int number) {
    this.version = ProjectionName.requireVersion(number);
    return this;
  }

  /**
   * Sets how one type of event is applied, or each event of a family.
   *
   * @param event the class of an event, or the sealed interface of a family
   * @param handler applies it; idempotent
   * @param <T> the event
   * @return this builder
   * @throws IllegalArgumentException if an event has a handler already, or the family is not closed
   */
  @SuppressWarnings("unchecked") // the table hands a handler only events of its own class
  public <T extends Event> PlainProjectionBuilder on(
      Class<T> event, EventHandler<? super T> handler) {
    Objects.requireNonNull(event, "event");
    steps.add(event, new PlainProjection.Step((EventHandler<Event>) handler, false));
    return this;
  }

  /**
   * Sets a side effect of one type of event, or of each event of a family: a mail, a call, whatever
   * must not happen again when events are replayed. It is off while the projection is rebuilt, and
   * in a higher version until that has come to where the one before it stood. After a crash it may
   * happen again for the events of one batch, as delivery is at least once.
   *
   * @param event the class of an event, or the sealed interface of a family
   * @param handler does it
   * @param <T> the event
   * @return this builder
   * @throws IllegalArgumentException if an event has a handler already, or the family is not closed
   */
  @SuppressWarnings("unchecked") // the table hands a handler only events of its own class
  public <T extends Event> PlainProjectionBuilder effect(
      Class<T> event, EventHandler<? super T> handler) {
    Objects.requireNonNull(event, "event");
    steps.add(event, new PlainProjection.Step((EventHandler<Event>) handler, true));
    return this;
  }

  /**
   * Sets what runs before the first event of a batch. A batch that failed is begun again, so this
   * is the place to drop what was collected before.
   *
   * @param hook what runs
   * @return this builder
   */
  public PlainProjectionBuilder onBatchStart(BatchHook hook) {
    this.batchStart = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /**
   * Sets what runs behind the last event of a batch, before the checkpoint moves: the place to send
   * what was collected.
   *
   * @param hook what runs
   * @return this builder
   */
  public PlainProjectionBuilder onBatchEnd(BatchHook hook) {
    this.batchEnd = Objects.requireNonNull(hook, "hook");
    return this;
  }

  /**
   * Sets how the sink is emptied. Without it the projection cannot be rebuilt.
   *
   * @param action empties the sink
   * @return this builder
   */
  public PlainProjectionBuilder onReset(Runnable action) {
    this.reset = Optional.of(action);
    return this;
  }

  /**
   * Builds the projection.
   *
   * @return the projection: immutable, independent of this builder
   * @throws IllegalStateException if it handles no event
   */
  public Projection build() {
    return new PlainProjection(name, version, steps.built(), batchStart, batchEnd, reset);
  }
}

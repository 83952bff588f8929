package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import java.util.Optional;

/** Applies events to any sink; its checkpoint is kept elsewhere and moves afterwards. */
record PlainProjection(
    String name,
    int version,
    HandlerTable<Step> steps,
    BatchHook batchStart,
    BatchHook batchEnd,
    Optional<Runnable> onReset)
    implements Projection {

  /**
   * Does something with an event.
   *
   * @param handler what it does
   * @param isEffect whether it must not happen again when events are replayed
   */
  record Step(EventHandler<Event> handler, boolean isEffect) {}

  @Override
  public EventFilter filter(EventTypes types) {
    return steps.filter(types);
  }

  @Override
  public Delivery delivery() {
    return Delivery.AT_LEAST_ONCE;
  }

  @Override
  public ReadModel open(Optional<CheckpointStore> checkpoints) {
    return new PlainReadModel(
        this,
        checkpoints.orElseThrow(
            () ->
                new IllegalStateException(
                    "the projection '"
                        + name
                        + "' has no place for its checkpoint; give the runner one with"
                        + " checkpoints(...)")));
  }
}

package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.RecordedEvent;
import java.util.Optional;

/** Writes the sink first and moves the checkpoint after it. */
final class PlainReadModel implements ReadModel {
  private final PlainProjection projection;
  private final CheckpointStore checkpoints;

  PlainReadModel(PlainProjection projection, CheckpointStore checkpoints) {
    this.projection = projection;
    this.checkpoints = checkpoints;
  }

  @Override
  public void setUp() {
    checkpoints.setUp();
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) {
    return checkpoints.claim(id, owner);
  }

  @Override
  public Checkpoint renew(Checkpoint held) {
    return checkpoints.renew(held);
  }

  @Override
  public Checkpoint apply(Checkpoint held, Batch batch) throws Exception {
    Batch due = batch.behind(held.position());
    if (!due.events().isEmpty()) {
      projection.batchStart().run(due);
      for (RecordedEvent event : due.events()) {
        for (Event payload : event.payloads()) {
          Optional<EventHandler<Event>> handler = projection.handlers().of(payload);
          if (handler.isPresent()) {
            apply(handler.get(), event, payload);
          }
        }
      }
      projection.batchEnd().run(due);
    }
    return checkpoints.advance(held, due.to());
  }

  private static void apply(EventHandler<Event> handler, RecordedEvent event, Event payload) {
    LoggedCorrelation logged = LoggedCorrelation.of(event.metadata());
    try {
      handler.apply(event, payload);
    } catch (Exception e) {
      throw StepFailed.inHandlerOf(payload, e);
    } finally {
      logged.close();
    }
  }

  @Override
  public Checkpoint reset(Checkpoint held) {
    Runnable emptied =
        projection
            .onReset()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the projection '"
                            + projection.name()
                            + "' cannot be rebuilt, as nothing says how its sink is emptied; add"
                            + " onReset(...)"));
    // In this order a crash in between replays onto what is there, as any redelivery does; the
    // other way round it would leave an empty sink that is never filled again.
    Checkpoint reset = checkpoints.reset(held);
    emptied.run();
    return reset;
  }
}

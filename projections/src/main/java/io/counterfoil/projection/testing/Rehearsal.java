package io.counterfoil.projection.testing;

import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointFenced;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.Generations;
import io.counterfoil.projection.InMemoryCheckpointStore;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import java.util.Optional;

/** Empties a read model and delivers the events to it, as a plan says. */
final class Rehearsal {
  private static final String OWNER = "projection fixture";

  private final Projection projection;
  private final EventTypes types;
  private final List<RecordedEvent> events;
  private final ReadModel readModel;

  Rehearsal(Projection projection, EventTypes types, List<RecordedEvent> events) {
    this.projection = projection;
    this.types = types;
    this.events = events;
    this.readModel = projection.open(Optional.of(new InMemoryCheckpointStore()));
  }

  /**
   * Leaves the read model as the plan makes it.
   *
   * @throws AssertionError if a handler or the sink failed
   */
  void play(Plan plan) {
    List<RecordedEvent> handed = plan.readBack() ? GivenEvents.readBack(events, types) : events;
    Checkpoint held = empty();
    for (Plan.Delivered step : plan.steps()) {
      held = deliver(plan, step, handed, held);
    }
  }

  private Checkpoint empty() {
    try {
      readModel.setUp();
      Optional<Generations> generations = readModel.generations();
      CheckpointId id =
          generations.isPresent()
              ? generations.get().assign().checkpoint()
              : CheckpointId.first(projection.name(), projection.version());
      return readModel.reset(readModel.claim(id, OWNER));
    } catch (IllegalStateException e) {
      throw e; // it says what the projection lacks
    } catch (Exception e) {
      throw failed("while its read model was created and emptied", e);
    }
  }

  private Checkpoint deliver(
      Plan plan, Plan.Delivered step, List<RecordedEvent> handed, Checkpoint held) {
    List<RecordedEvent> part = handed.subList(step.from(), step.to());
    long from = step.from() == 0 ? 0 : handed.get(step.from() - 1).position();
    long to = part.isEmpty() ? from : part.get(part.size() - 1).position();
    Batch batch = new Batch(from, to, part);
    try {
      return step.applied() ? readModel.apply(held, batch) : deliverAndCrash(held, batch);
    } catch (Exception e) {
      throw failed("when " + plan.title(), e);
    }
  }

  /**
   * Delivers a batch by a claim that is outdated: the handlers run, and then the checkpoint is
   * refused, as for a node that was taken over from in the midst of a batch.
   */
  private Checkpoint deliverAndCrash(Checkpoint held, Batch batch) throws Exception {
    Checkpoint taken = readModel.claim(held.id(), OWNER + ", the next");
    try {
      readModel.apply(held, batch);
    } catch (CheckpointFenced expected) {
      return taken;
    }
    throw new IllegalStateException("the read model took a batch by an outdated claim");
  }

  private AssertionError failed(String when, Exception thrown) {
    Exception cause = thrown instanceof StepFailed failed ? failed.thrown() : thrown;
    String step = thrown instanceof StepFailed failed ? " " + failed.step() : "";
    return new AssertionError(
        "the projection '"
            + projection.name()
            + "' failed"
            + step
            + ", "
            + when
            + ":\n  "
            + cause
            + "\ngiven\n"
            + GivenEvents.describe(events),
        cause);
  }
}

package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the sink first and moves the checkpoint after it. */
final class PlainReadModel implements ReadModel, ParkingPlace {
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
    Batch all = batch.behind(held.position());
    Set<StreamId> parked = held.parked() ? checkpoints.parkedStreams(held.id()) : Set.of();
    List<ParkedEvent> behind =
        all.events().stream()
            .filter(event -> parked.contains(event.stream()))
            .map(event -> ParkedEvent.behind(event, Instant.now()))
            .toList();
    write(all.without(parked), held.replayedTo());
    return checkpoints.advance(held, all.to(), behind).parked(!parked.isEmpty());
  }

  private void write(Batch due, long replayedTo) throws Exception {
    if (due.events().isEmpty()) {
      return;
    }
    projection.batchStart().run(due);
    for (RecordedEvent event : due.events()) {
      for (Event payload : event.payloads()) {
        Optional<PlainProjection.Step> step = projection.steps().of(payload);
        if (step.isPresent() && !(step.get().isEffect() && event.position() <= replayedTo)) {
          apply(step.get().handler(), event, payload);
        }
      }
    }
    projection.batchEnd().run(due);
  }

  /** Writes what is applied already, without its effects. */
  void writeAgain(Batch batch) throws Exception {
    write(batch, Long.MAX_VALUE);
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

  @Override
  public Optional<ParkingPlace> parking() {
    return Optional.of(this);
  }

  @Override
  public Optional<Replaying> replaying() {
    CheckpointId id = CheckpointId.first(projection.name(), projection.version());
    return Optional.of(new PlainReplaying(this, checkpoints, id));
  }

  @Override
  public Checkpoint park(Checkpoint held, ParkedEvent event) {
    return checkpoints.advance(held, event.position(), List.of(event));
  }

  @Override
  public List<ParkedEvent> parked(CheckpointId id) {
    return checkpoints.parked(id);
  }

  /** The stream stays parked until its last event is applied: batches leave it alone meanwhile. */
  @Override
  public boolean applyParked(CheckpointId id, RecordedEvent event) throws Exception {
    boolean first =
        checkpoints.parked(id).stream()
            .filter(parked -> parked.stream().equals(event.stream()))
            .findFirst()
            .filter(parked -> parked.position() == event.position())
            .isPresent();
    if (!first) {
      return false;
    }
    write(new Batch(event.position() - 1, event.position(), List.of(event)), 0);
    return checkpoints.unpark(id, event.position());
  }

  @Override
  public void parkAgain(CheckpointId id, ParkedEvent event) {
    checkpoints.parkAgain(id, event);
  }

  @Override
  public boolean discard(CheckpointId id, long position) {
    return checkpoints.unpark(id, position);
  }
}

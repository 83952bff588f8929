package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;

/** Replaces a state together with its checkpoint. Thread-safe. */
final class InMemoryReadModel<S> implements ReadModel {
  private final EventFold<S> fold;
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private volatile Folded<S> current;

  InMemoryReadModel(EventFold<S> fold) {
    this.fold = fold;
    this.current = new Folded<>(fold.initial(), 0);
  }

  Folded<S> current() {
    return current;
  }

  @Override
  public void setUp() {
    // Memory needs nothing.
  }

  @Override
  public synchronized Checkpoint claim(CheckpointId id, String owner) {
    return checkpoints.claim(id, owner);
  }

  @Override
  public synchronized Checkpoint renew(Checkpoint held) {
    return checkpoints.renew(held);
  }

  @Override
  public synchronized Checkpoint apply(Checkpoint held, Batch batch) {
    Folded<S> before = current;
    if (before.position() != held.position()) {
      throw new CheckpointFenced(held); // another runner has moved it: this is not its state
    }
    Batch due = batch.behind(held.position());
    S state = before.state();
    for (RecordedEvent event : due.events()) {
      state = fold.apply(state, event);
    }
    Checkpoint moved = checkpoints.advance(held, due.to());
    current = new Folded<>(state, moved.position());
    return moved;
  }

  @Override
  public synchronized Checkpoint reset(Checkpoint held) {
    Checkpoint reset = checkpoints.reset(held);
    current = new Folded<>(fold.initial(), 0);
    return reset;
  }
}

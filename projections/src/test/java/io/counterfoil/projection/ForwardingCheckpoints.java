package io.counterfoil.projection;

import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Passes everything on; tests override what they break. */
public class ForwardingCheckpoints implements CheckpointStore {
  private final CheckpointStore to;

  public ForwardingCheckpoints(CheckpointStore to) {
    this.to = to;
  }

  @Override
  public void setUp() {
    to.setUp();
  }

  @Override
  public Optional<Checkpoint> find(CheckpointId id) {
    return to.find(id);
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) {
    return to.claim(id, owner);
  }

  @Override
  public Checkpoint renew(Checkpoint held) {
    return to.renew(held);
  }

  @Override
  public Checkpoint advance(Checkpoint held, long position, List<ParkedEvent> parked) {
    return to.advance(held, position, parked);
  }

  @Override
  public List<ParkedEvent> parked(CheckpointId id) {
    return to.parked(id);
  }

  @Override
  public Set<StreamId> parkedStreams(CheckpointId id) {
    return to.parkedStreams(id);
  }

  @Override
  public void parkAgain(CheckpointId id, ParkedEvent event) {
    to.parkAgain(id, event);
  }

  @Override
  public boolean unpark(CheckpointId id, long position) {
    return to.unpark(id, position);
  }

  @Override
  public Checkpoint reset(Checkpoint held) {
    return to.reset(held);
  }
}

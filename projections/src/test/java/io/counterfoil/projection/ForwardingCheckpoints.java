package io.counterfoil.projection;

import java.util.Optional;

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
  public Checkpoint advance(Checkpoint held, long position) {
    return to.advance(held, position);
  }

  @Override
  public Checkpoint reset(Checkpoint held) {
    return to.reset(held);
  }
}

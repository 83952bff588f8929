package io.counterfoil.projection;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints in memory: for read models that live in memory too and begin at zero with each
 * process. Thread-safe.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private final Map<CheckpointId, Checkpoint> checkpoints = new HashMap<>();

  /** Starts empty. */
  public InMemoryCheckpointStore() {}

  @Override
  public void setUp() {
    // A map needs nothing.
  }

  @Override
  public synchronized Optional<Checkpoint> find(CheckpointId id) {
    return Optional.ofNullable(checkpoints.get(Objects.requireNonNull(id, "id")));
  }

  @Override
  public synchronized Checkpoint claim(CheckpointId id, String owner) {
    Objects.requireNonNull(id, "id");
    @Nullable Checkpoint before = checkpoints.get(id);
    return put(
        before == null
            ? new Checkpoint(id, 0, 1, owner)
            : new Checkpoint(id, before.position(), before.epoch() + 1, owner));
  }

  @Override
  public synchronized Checkpoint renew(Checkpoint held) {
    Checkpoint stored = owned(held);
    return put(next(stored, stored.position()));
  }

  @Override
  public synchronized Checkpoint advance(Checkpoint held, long to) {
    if (stored(held).position() != held.position()) {
      throw new CheckpointFenced(held);
    }
    if (to < held.position()) {
      throw new IllegalArgumentException(
          "a checkpoint does not go back from " + held.position() + " to " + to);
    }
    return put(held.at(to));
  }

  @Override
  public synchronized Checkpoint reset(Checkpoint held) {
    return put(next(owned(held), 0));
  }

  private Checkpoint stored(Checkpoint held) {
    @Nullable Checkpoint stored = checkpoints.get(held.id());
    if (stored == null || stored.epoch() != held.epoch()) {
      throw new CheckpointFenced(held);
    }
    return stored;
  }

  private Checkpoint owned(Checkpoint held) {
    @Nullable Checkpoint stored = checkpoints.get(held.id());
    if (stored == null || stored.epoch() < held.epoch() || !stored.owner().equals(held.owner())) {
      throw new CheckpointFenced(held);
    }
    return stored;
  }

  private static Checkpoint next(Checkpoint stored, long position) {
    return new Checkpoint(stored.id(), position, stored.epoch() + 1, stored.owner());
  }

  private Checkpoint put(Checkpoint checkpoint) {
    checkpoints.put(checkpoint.id(), checkpoint);
    return checkpoint;
  }
}

package io.counterfoil.projection;

import io.counterfoil.store.StreamId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints in memory: for read models that live in memory too and begin at zero with each
 * process. Thread-safe.
 */
public final class InMemoryCheckpointStore implements CheckpointStore {
  private final Map<CheckpointId, Checkpoint> checkpoints = new HashMap<>();
  private final Map<CheckpointId, Map<Long, ParkedEvent>> parked = new HashMap<>();

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
            ? new Checkpoint(id, 0, 1, owner, highestBelow(id), false)
            : new Checkpoint(
                id,
                before.position(),
                before.epoch() + 1,
                owner,
                before.replayedTo(),
                before.parked()));
  }

  private long highestBelow(CheckpointId id) {
    return checkpoints.values().stream()
        .filter(other -> other.id().projection().equals(id.projection()))
        .filter(other -> other.id().version() < id.version())
        .mapToLong(Checkpoint::position)
        .max()
        .orElse(0);
  }

  @Override
  public synchronized Checkpoint renew(Checkpoint held) {
    Checkpoint stored = owned(held);
    return put(next(stored, stored.position(), stored.replayedTo()).parked(stored.parked()));
  }

  @Override
  public synchronized Checkpoint advance(Checkpoint held, long to, List<ParkedEvent> more) {
    if (stored(held).position() != held.position()) {
      throw new CheckpointFenced(held);
    }
    if (to < held.position()) {
      throw new IllegalArgumentException(
          "a checkpoint does not go back from " + held.position() + " to " + to);
    }
    more.forEach(event -> parkedOf(held.id()).put(event.position(), event));
    return put(held.at(to).parked(!parkedOf(held.id()).isEmpty()));
  }

  @Override
  public synchronized Checkpoint reset(Checkpoint held) {
    Checkpoint stored = owned(held);
    parked.remove(held.id());
    return put(next(stored, 0, Math.max(stored.replayedTo(), stored.position())));
  }

  @Override
  public synchronized List<ParkedEvent> parked(CheckpointId id) {
    return List.copyOf(parkedOf(id).values());
  }

  @Override
  public synchronized Set<StreamId> parkedStreams(CheckpointId id) {
    return parkedOf(id).values().stream()
        .map(ParkedEvent::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public synchronized void parkAgain(CheckpointId id, ParkedEvent event) {
    parkedOf(id).replace(event.position(), event);
  }

  @Override
  public synchronized boolean unpark(CheckpointId id, long position) {
    return parkedOf(id).remove(position) != null;
  }

  private Map<Long, ParkedEvent> parkedOf(CheckpointId id) {
    return parked.computeIfAbsent(id, unknown -> new TreeMap<>());
  }

  private static Checkpoint next(Checkpoint stored, long position, long replayedTo) {
    return new Checkpoint(
        stored.id(), position, stored.epoch() + 1, stored.owner(), replayedTo, false);
  }

  private Checkpoint owned(Checkpoint held) {
    @Nullable Checkpoint stored = checkpoints.get(held.id());
    if (stored == null || !stored.owner().equals(held.owner()) || stored.epoch() < held.epoch()) {
      throw new CheckpointFenced(held);
    }
    return stored;
  }

  private Checkpoint stored(Checkpoint held) {
    @Nullable Checkpoint stored = checkpoints.get(held.id());
    if (stored == null || stored.epoch() != held.epoch()) {
      throw new CheckpointFenced(held);
    }
    return stored;
  }

  private Checkpoint put(Checkpoint checkpoint) {
    checkpoints.put(checkpoint.id(), checkpoint);
    return checkpoint;
  }
}

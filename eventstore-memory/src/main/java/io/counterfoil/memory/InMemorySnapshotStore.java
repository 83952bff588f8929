package io.counterfoil.memory;

import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps snapshots in memory, as long as the object lives. Thread-safe; never blocks. */
public final class InMemorySnapshotStore implements SnapshotStore {
  private final Map<StreamId, Map<Integer, Snapshot>> snapshots = new ConcurrentHashMap<>();

  private InMemorySnapshotStore() {}

  /**
   * Creates an empty store.
   *
   * @return the store
   */
  public static InMemorySnapshotStore create() {
    return new InMemorySnapshotStore();
  }

  @Override
  public Optional<Snapshot> newest(StreamId stream, int stateVersion) {
    Map<Integer, Snapshot> ofStream = snapshots.get(Objects.requireNonNull(stream, "stream"));
    return Optional.ofNullable(ofStream).map(versions -> versions.get(stateVersion));
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshots
        .computeIfAbsent(snapshot.stream(), stream -> new ConcurrentHashMap<>())
        .merge(snapshot.stateVersion(), snapshot, InMemorySnapshotStore::newer);
  }

  private static Snapshot newer(Snapshot kept, Snapshot offered) {
    return offered.sequence() > kept.sequence() ? offered : kept;
  }

  @Override
  public void delete(StreamId stream) {
    snapshots.remove(Objects.requireNonNull(stream, "stream"));
  }
}

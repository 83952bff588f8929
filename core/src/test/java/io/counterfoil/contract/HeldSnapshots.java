package io.counterfoil.contract;

import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Holds snapshots for a load, beside any event store and apart from it. */
final class HeldSnapshots implements SnapshotStore {
  private final List<Snapshot> snapshots = new CopyOnWriteArrayList<>();

  @Override
  public Optional<Snapshot> newest(StreamId stream, int stateVersion) {
    return snapshots.stream()
        .filter(held -> held.stream().equals(stream) && held.stateVersion() == stateVersion)
        .max(Comparator.comparing(Snapshot::sequence));
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshots.add(snapshot);
  }

  @Override
  public void delete(StreamId stream) {
    snapshots.removeIf(held -> held.stream().equals(stream));
  }
}

package io.counterfoil.contract;

import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Holds snapshots for a load, beside any event store and apart from it. */
final class HeldSnapshots implements SnapshotStore {
  private final List<Snapshot> snapshots = new CopyOnWriteArrayList<>();

  @Override
  public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
    return snapshots.stream()
        .filter(held -> held.stream().equals(stream) && held.stateVersion() == stateVersion)
        .filter(held -> held.sequence() < sequence)
        .max(Comparator.comparing(Snapshot::sequence));
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshots.add(snapshot);
  }

  @Override
  public void discard(StreamId stream, int stateVersion, long sequence) {
    snapshots.removeIf(
        held ->
            held.stream().equals(stream)
                && held.stateVersion() == stateVersion
                && held.sequence() == sequence);
  }

  @Override
  public void delete(StreamId stream) {
    snapshots.removeIf(held -> held.stream().equals(stream));
  }

  @Override
  public void deleteAll() {
    snapshots.clear();
  }

  @Override
  public void readStreams(Consumer<? super StreamId> consumer) {
    snapshots.stream().map(Snapshot::stream).distinct().forEach(consumer);
  }
}

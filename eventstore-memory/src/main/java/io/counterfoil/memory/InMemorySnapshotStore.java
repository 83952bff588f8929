package io.counterfoil.memory;

import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;

/** Keeps snapshots in memory, as long as the object lives. Thread-safe; never blocks for long. */
public final class InMemorySnapshotStore implements SnapshotStore {
  private final int kept;
  private final Map<StreamId, Map<Integer, NavigableMap<Long, Snapshot>>> snapshots =
      new ConcurrentHashMap<>();

  private InMemorySnapshotStore(int kept) {
    this.kept = kept;
  }

  /**
   * Creates an empty store that keeps the newest snapshot of each stream and schema version.
   *
   * @return the store
   */
  public static InMemorySnapshotStore create() {
    return new InMemorySnapshotStore(1);
  }

  /**
   * Creates an empty store that keeps more than one.
   *
   * @param newest how many of each stream and schema version, 1 or more
   * @return another store; this one stays as it is
   * @throws IllegalArgumentException if the number is below 1
   */
  public InMemorySnapshotStore keeping(int newest) {
    if (newest < 1) {
      throw new IllegalArgumentException("1 or more snapshots are kept, not " + newest);
    }
    return new InMemorySnapshotStore(newest);
  }

  @Override
  public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
    Map<Integer, NavigableMap<Long, Snapshot>> versions =
        snapshots.getOrDefault(Objects.requireNonNull(stream, "stream"), Map.of());
    NavigableMap<Long, Snapshot> ofVersion = versions.get(stateVersion);
    return ofVersion == null
        ? Optional.empty()
        : Optional.ofNullable(ofVersion.headMap(sequence, sequence == Long.MAX_VALUE).lastEntry())
            .map(Map.Entry::getValue);
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshots.compute(
        snapshot.stream(),
        (stream, present) -> {
          Map<Integer, NavigableMap<Long, Snapshot>> versions =
              present == null ? new ConcurrentHashMap<>() : present;
          NavigableMap<Long, Snapshot> ofVersion =
              versions.computeIfAbsent(
                  snapshot.stateVersion(), version -> new ConcurrentSkipListMap<>());
          ofVersion.putIfAbsent(snapshot.sequence(), snapshot);
          if (ofVersion.size() > kept) {
            ofVersion.pollFirstEntry();
          }
          return versions;
        });
  }

  @Override
  public void discard(StreamId stream, int stateVersion, long sequence) {
    snapshots.computeIfPresent(
        Objects.requireNonNull(stream, "stream"),
        (name, versions) -> {
          versions.computeIfPresent(
              stateVersion,
              (version, ofVersion) -> {
                ofVersion.remove(sequence);
                return ofVersion.isEmpty() ? null : ofVersion;
              });
          return versions.isEmpty() ? null : versions;
        });
  }

  @Override
  public void delete(StreamId stream) {
    snapshots.remove(Objects.requireNonNull(stream, "stream"));
  }

  @Override
  public void deleteAll() {
    snapshots.clear();
  }

  @Override
  public void readStreams(Consumer<? super StreamId> consumer) {
    snapshots.keySet().forEach(consumer);
  }
}

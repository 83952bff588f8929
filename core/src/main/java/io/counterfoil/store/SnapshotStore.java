package io.counterfoil.store;

import java.util.Optional;

/**
 * Keeps the newest snapshot of each stream and schema version. Thread-safe; every method may block.
 * It may be lost as a whole: that costs time, nothing else.
 */
public interface SnapshotStore {

  /**
   * Finds the newest snapshot.
   *
   * @param stream the aggregate's stream
   * @param stateVersion the schema version that its state must have
   * @return the snapshot, if there is one
   * @throws EventStoreException if the store failed
   */
  Optional<Snapshot> newest(StreamId stream, int stateVersion);

  /**
   * Keeps a snapshot, unless one of the same stream and version with the same or a higher sequence
   * is kept already.
   *
   * @param snapshot the snapshot
   * @throws EventStoreException if the store failed
   */
  void save(Snapshot snapshot);

  /**
   * Deletes the snapshots of a stream, of every schema version.
   *
   * @param stream the aggregate's stream
   * @throws EventStoreException if the store failed
   */
  void delete(StreamId stream);
}

package io.counterfoil.store;

import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the newest snapshots of each stream and schema version: one, or as many as the store was
 * told to. Thread-safe; every method may block. It may be lost as a whole: that costs time, nothing
 * else. Schema versions do not touch one another, so that two versions of an application can run
 * side by side.
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
  default Optional<Snapshot> newest(StreamId stream, int stateVersion) {
    return newestBelow(stream, stateVersion, Long.MAX_VALUE);
  }

  /**
   * Finds the newest snapshot below a sequence: what is left where a newer one turned out to be
   * useless.
   *
   * @param stream the aggregate's stream
   * @param stateVersion the schema version that its state must have
   * @param sequence the snapshot's own must be below this
   * @return the snapshot, if there is one
   * @throws EventStoreException if the store failed
   */
  Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence);

  /**
   * Keeps a snapshot, and lets the oldest go where there are more of its stream and version than
   * are to be kept. One of the same sequence as a kept one, or older than all that are to be kept,
   * changes nothing.
   *
   * @param snapshot the snapshot
   * @throws EventStoreException if the store failed
   */
  void save(Snapshot snapshot);

  /**
   * Deletes one snapshot, if it is there.
   *
   * @param stream the aggregate's stream
   * @param stateVersion the schema version of its state
   * @param sequence its sequence
   * @throws EventStoreException if the store failed
   */
  void discard(StreamId stream, int stateVersion, long sequence);

  /**
   * Deletes the snapshots of a stream, of every schema version.
   *
   * @param stream the aggregate's stream
   * @throws EventStoreException if the store failed
   */
  void delete(StreamId stream);

  /**
   * Deletes all snapshots. Nothing changes but the time that the next loads take.
   *
   * @throws EventStoreException if the store failed
   */
  void deleteAll();

  /**
   * Hands on each stream that has a snapshot, once, in bounded memory and in no particular order.
   * The consumer runs on the caller's thread; what it throws ends the reading and reaches the
   * caller. What is saved or deleted meanwhile may be among them or not.
   *
   * @param consumer receives the streams
   * @throws EventStoreException if the store failed
   */
  void readStreams(Consumer<? super StreamId> consumer);
}

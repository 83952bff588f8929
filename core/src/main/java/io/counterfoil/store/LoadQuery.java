package io.counterfoil.store;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for what a decision rests on: the events of a stream, a snapshot to begin with, and the
 * outcome of a key. Immutable.
 *
 * @param stream the stream
 * @param from the first sequence wanted, 1 or more; where a snapshot goes further, its own last
 *     sequence
 * @param snapshots where to look for a snapshot, if anywhere
 * @param key the command's key, if it has one
 */
public record LoadQuery(
    StreamId stream, long from, Optional<Snapshots> snapshots, Optional<String> key) {

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if {@code from} is below 1
   */
  public LoadQuery {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(snapshots, "snapshots");
    Objects.requireNonNull(key, "key");
    if (from < 1) {
      throw new IllegalArgumentException("sequences begin at 1, but from is " + from);
    }
  }

  /**
   * Asks for all events of a stream, and nothing else.
   *
   * @param stream the stream
   * @return the query
   */
  public static LoadQuery of(StreamId stream) {
    return new LoadQuery(stream, 1, Optional.empty(), Optional.empty());
  }

  /**
   * Begins at a sequence.
   *
   * @param sequence the first sequence wanted, 1 or more
   * @return a copy
   */
  public LoadQuery from(long sequence) {
    return new LoadQuery(stream, sequence, snapshots, key);
  }

  /**
   * Begins with a snapshot, if there is one.
   *
   * @param store where it is
   * @param stateVersion the schema version that its state must have
   * @return a copy
   */
  public LoadQuery snapshot(SnapshotStore store, int stateVersion) {
    return snapshot(store, stateVersion, failure -> Snapshots.tell(stream, failure));
  }

  /**
   * Begins with a snapshot, if there is one.
   *
   * @param store where it is
   * @param stateVersion the schema version that its state must have
   * @param failed is told why the snapshot store failed, where it did; the load goes on without
   * @return a copy
   */
  public LoadQuery snapshot(
      SnapshotStore store, int stateVersion, Consumer<? super Exception> failed) {
    return new LoadQuery(
        stream, from, Optional.of(new Snapshots(store, stateVersion, failed)), key);
  }

  /**
   * Asks for the outcome of a key, too.
   *
   * @param commandKey the command's key
   * @return a copy
   */
  public LoadQuery key(String commandKey) {
    return new LoadQuery(stream, from, snapshots, Optional.of(commandKey));
  }

  /**
   * Tells where snapshots are.
   *
   * @param store where they are
   * @param stateVersion the schema version that the state must have
   * @param failed is told why the store failed, where it did
   */
  public record Snapshots(
      SnapshotStore store, int stateVersion, Consumer<? super Exception> failed) {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** Checks that nothing is null. */
    public Snapshots {
      Objects.requireNonNull(store, "store");
      Objects.requireNonNull(failed, "failed");
    }

    private static void tell(StreamId stream, Exception failure) {
      LOG.warn("The snapshot of {} could not be read; its events are folded", stream, failure);
    }

    /**
     * Finds the newest snapshot. A snapshot store that fails has none: that is told to {@link
     * #failed}, and fails nobody. For authors of stores.
     *
     * @param stream the aggregate's stream
     * @return the snapshot, if there is one that can be had
     */
    public Optional<Snapshot> newest(StreamId stream) {
      try {
        return Objects.requireNonNull(
            store.newest(stream, stateVersion),
            () -> "the snapshot store " + store.getClass().getName() + " returned null");
      } catch (RuntimeException e) {
        failed.accept(e);
        return Optional.empty();
      }
    }
  }
}

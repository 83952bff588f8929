package io.counterfoil.contract;

import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Passes everything on to a snapshot store, or fails each call for as long as it is told to. */
public final class FaultySnapshots implements SnapshotStore {
  private final SnapshotStore store;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean failing;
  private volatile Runnable beforeSave = () -> {};

  /**
   * Begins as one that works.
   *
   * @param store what it passes on to
   */
  public FaultySnapshots(SnapshotStore store) {
    this.store = store;
  }

  /**
   * Makes one that always fails.
   *
   * @return a snapshot store of no use
   */
  public static FaultySnapshots broken() {
    FaultySnapshots broken = new FaultySnapshots(new HeldSnapshots());
    broken.fail(true);
    return broken;
  }

  /**
   * Fails from now on, or works again.
   *
   * @param fails whether it fails
   */
  public void fail(boolean fails) {
    failing = fails;
  }

  /**
   * Does something before each snapshot is saved, such as to wait.
   *
   * @param task what to do
   */
  public void beforeSave(Runnable task) {
    beforeSave = task;
  }

  /**
   * Counts what it was asked for.
   *
   * @return how many calls there were
   */
  public int calls() {
    return calls.get();
  }

  private SnapshotStore store() {
    calls.incrementAndGet();
    if (failing) {
      throw new EventStoreException("no connection, as the test wants it", null);
    }
    return store;
  }

  @Override
  public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
    return store().newestBelow(stream, stateVersion, sequence);
  }

  @Override
  public void save(Snapshot snapshot) {
    beforeSave.run();
    store().save(snapshot);
  }

  @Override
  public void discard(StreamId stream, int stateVersion, long sequence) {
    store().discard(stream, stateVersion, sequence);
  }

  @Override
  public void delete(StreamId stream) {
    store().delete(stream);
  }

  @Override
  public void deleteAll() {
    store().deleteAll();
  }

  @Override
  public void readStreams(Consumer<? super StreamId> consumer) {
    store().readStreams(consumer);
  }
}

package io.counterfoil.contract.bus;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts what a bus asks of a store, fails when told to, and can be replaced by another store. */
final class WatchedStore implements EventStore {
  private final AtomicInteger reads = new AtomicInteger();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  private volatile EventStore store;

  WatchedStore(EventStore store) {
    this.store = store;
  }

  int reads() {
    return reads.get();
  }

  /** Lets the next append do its work and then fail, as if its answer were lost. */
  void failAfterNextAppend(RuntimeException failure) {
    failures.add(failure);
  }

  /** Does what restoring a backup does: from now on, everything is answered by another store. */
  void replaceBy(EventStore other) {
    store = other;
  }

  @Override
  public EventTypes eventTypes() {
    return store.eventTypes();
  }

  @Override
  public AppendResult append(Append append) {
    AppendResult result = store.append(append);
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return result;
  }

  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    return store.appendAll(appends);
  }

  @Override
  public Optional<Outcome> load(
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    reads.incrementAndGet();
    return store.load(query, snapshot, events);
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    reads.incrementAndGet();
    store.readStream(query, consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    reads.incrementAndGet();
    return store.outcome(stream, key);
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    return store.readLog(query, consumer);
  }

  @Override
  public StoreStatus status() {
    return store.status();
  }

  @Override
  public long forgetOutcomes(Instant before) {
    return store.forgetOutcomes(before);
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return store.onAppend(task);
  }
}

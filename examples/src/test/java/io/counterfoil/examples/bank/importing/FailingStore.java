package io.counterfoil.examples.bank.importing;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Fails each append after a number of them. */
final class FailingStore implements EventStore {
  private final EventStore store;
  private final AtomicInteger left;
  private final EventStoreException failure;

  FailingStore(EventStore store, int appends, EventStoreException failure) {
    this.store = store;
    this.left = new AtomicInteger(appends);
    this.failure = failure;
  }

  @Override
  public EventTypes eventTypes() {
    return store.eventTypes();
  }

  @Override
  public AppendResult append(Append append) {
    if (left.getAndDecrement() <= 0) {
      throw failure;
    }
    return store.append(append);
  }

  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    return store.appendAll(appends);
  }

  @Override
  public long forgetOutcomes(Instant before) {
    return store.forgetOutcomes(before);
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    store.readStream(query, consumer);
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    return store.readLog(query, consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    return store.outcome(stream, key);
  }

  @Override
  public StoreStatus status() {
    return store.status();
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return store.onAppend(task);
  }
}

package io.counterfoil.command;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store that knows its types and has no events; an append is an error. */
record UntouchedStore(EventTypes eventTypes) implements EventStore {

  UntouchedStore(Class<? extends Event> family) {
    this(EventTypes.of(family));
  }

  @Override
  public AppendResult append(Append append) {
    throw new AssertionError("nothing is to be appended");
  }

  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    throw new AssertionError("nothing is to be appended");
  }

  @Override
  public long forgetOutcomes(Instant before) {
    return 0;
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {}

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    return query.after();
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    return Optional.empty();
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus(0, 0, 0);
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return () -> {};
  }
}

package io.counterfoil.contract.bus;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Lends a store's streams, and remembers what was asked of them. For one thread. */
final class LentStreams implements EventStreams {
  private final EventStreams store;
  private final List<Append> appends = new ArrayList<>();
  private final List<LoadQuery> loads = new ArrayList<>();
  private int outcomesAskedFor;
  private int handedOn;

  LentStreams(EventStreams store) {
    this.store = store;
  }

  List<Append> appends() {
    return appends;
  }

  List<LoadQuery> loads() {
    return loads;
  }

  int outcomesAskedFor() {
    return outcomesAskedFor;
  }

  /** How many events the loads have handed on. */
  int handedOn() {
    return handedOn;
  }

  @Override
  public EventTypes eventTypes() {
    return store.eventTypes();
  }

  @Override
  public AppendResult append(Append append) {
    appends.add(append);
    return store.append(append);
  }

  @Override
  public List<AppendResult> appendAll(List<Append> all) {
    appends.addAll(all);
    return store.appendAll(all);
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    store.readStream(query, consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    outcomesAskedFor++;
    return store.outcome(stream, key);
  }

  @Override
  public Optional<Outcome> load(
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    loads.add(query);
    return store.load(
        query,
        snapshot,
        event -> {
          handedOn++;
          events.accept(event);
        });
  }
}

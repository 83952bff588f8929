package io.counterfoil.memory.broken;

import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Does all as a sound store does; each subclass does one thing wrong. */
abstract class FlawedStore implements EventStore {
  final EventStore sound;

  FlawedStore(EventStore sound) {
    this.sound = sound;
  }

  @Override
  public EventTypes eventTypes() {
    return sound.eventTypes();
  }

  @Override
  public AppendResult append(Append append) {
    return sound.append(append);
  }

  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    return sound.appendAll(appends);
  }

  @Override
  public long forgetOutcomes(Instant before) {
    return sound.forgetOutcomes(before);
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    sound.readStream(query, consumer);
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    return sound.readLog(query, consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    return sound.outcome(stream, key);
  }

  @Override
  public StoreStatus status() {
    return sound.status();
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return sound.onAppend(task);
  }

  static Append with(Append append, ExpectedVersion expected, List<NewEvent> events) {
    return new Append(append.stream(), expected, events, append.key(), append.rejection());
  }

  static Append without(Append append) {
    return new Append(
        append.stream(), append.expected(), append.events(), Optional.empty(), Optional.empty());
  }

  RecordedEvent at(RecordedEvent event, long sequence) {
    return RecordedEvent.stored(
        event.stream(),
        sequence,
        event.position(),
        event.eventId(),
        event.metadata(),
        new EncodedEvent(event.type(), event.schemaVersion(), new String(event.data())),
        eventTypes());
  }
}

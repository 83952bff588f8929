package io.counterfoil.testing;

import io.counterfoil.Event;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows a history to a command bus as the one stream of a store, and keeps what is appended to it:
 * so the fixture answers as a bus does, since a bus answers. Used once, by one thread.
 */
final class FixtureStore<E extends Event> implements EventStore {
  private final EventTypes types;
  private final History<E> history;
  private final List<RecordedEvent> events = new ArrayList<>();
  private @Nullable StreamId stream;
  private @Nullable Outcome kept;

  FixtureStore(EventTypes types, History<E> history) {
    this.types = types;
    this.history = history;
  }

  /** Returns the events of the history and all that were appended. */
  List<RecordedEvent> events() {
    return events;
  }

  /** Returns the outcome that was stored under a key, if one was. */
  Optional<Outcome> kept() {
    return Optional.ofNullable(kept);
  }

  /** Returns the aggregate that the command was for, if it came as far as here. */
  Optional<String> aggregateId() {
    return Optional.ofNullable(stream).map(StreamId::aggregateId);
  }

  @Override
  public EventTypes eventTypes() {
    return types;
  }

  @Override
  public AppendResult append(Append append) {
    requireTheOne(append.stream());
    append
        .key()
        .flatMap(key -> outcome(append.stream(), key.value()))
        .ifPresent(
            outcome -> {
              throw new KeyAlreadyDecided(outcome);
            });
    long head = events.size();
    if (!append.expected().isMetBy(head)) {
      throw new ConcurrencyConflict(append.stream(), append.expected(), head);
    }
    List<RecordedEvent> recorded = new ArrayList<>();
    for (NewEvent event : append.events()) {
      head++;
      recorded.add(RecordedEvent.held(append.stream(), head, head, event, types));
    }
    events.addAll(recorded);
    AppendResult result = new AppendResult(append.stream(), head, recorded);
    append
        .key()
        .ifPresent(
            key ->
                kept =
                    new Outcome(
                        append.stream(),
                        key,
                        recorded.size(),
                        result.lastSequence(),
                        append.rejection()));
    return result;
  }

  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    throw new UnsupportedOperationException("a fixture has one stream only");
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    requireTheOne(query.stream());
    List<RecordedEvent> found =
        new ArrayList<>(
            events.stream()
                .filter(e -> e.sequence() >= query.from() && e.sequence() <= query.to())
                .toList());
    if (query.backwards()) {
      Collections.reverse(found);
    }
    found.stream().limit(query.limit()).forEach(consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId asked, String key) {
    requireTheOne(asked);
    Outcome before = history.outcomes().get(key);
    if (before != null) {
      return Optional.of(before);
    }
    return kept().filter(outcome -> outcome.key().value().equals(key));
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    throw new UnsupportedOperationException("a fixture has no log");
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus(events.size(), events.isEmpty() ? 0 : 1, events.size());
  }

  @Override
  public long forgetOutcomes(Instant before) {
    return 0;
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return () -> {};
  }

  /** The first command names the aggregate; the events before it are of that one. */
  private void requireTheOne(StreamId asked) {
    String known = history.aggregateId().orElse(asked.aggregateId());
    if (!asked.aggregateId().equals(known)) {
      throw new Unfaithful(
          "a fixture tests one aggregate: the commands before were for '"
              + known
              + "', and this one is for '"
              + asked.aggregateId()
              + "'");
    }
    if (stream == null) {
      stream = asked;
      for (History.Entry<E> entry : history.entries()) {
        long next = events.size() + 1L;
        NewEvent event = new NewEvent(new UUID(0, next), entry.event(), entry.metadata());
        events.add(RecordedEvent.held(asked, next, next, event, types));
      }
    }
  }
}

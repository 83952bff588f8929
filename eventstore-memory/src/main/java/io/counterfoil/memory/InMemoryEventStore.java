package io.counterfoil.memory;

import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps events in memory, as long as the object lives. Thread-safe.
 *
 * <p>For tests, and as the reference for authors of stores: it does all that {@link EventStore}
 * promises, but keeps nothing beyond the life of its process. An append holds one lock for a moment
 * and never waits for a reader; a reader takes no lock, sees what was there when it began, and may
 * take its time or append itself. Positions have no holes.
 */
public final class InMemoryEventStore implements EventStore {
  private final EventTypes types;
  private final boolean encoding;

  private final Object writing = new Object();
  private final Journal log = new Journal();
  private final Map<StreamId, Journal> streams = new ConcurrentHashMap<>();
  private final Map<OutcomeOf, Kept> outcomes = new ConcurrentHashMap<>();
  private final Set<UUID> eventIds = new HashSet<>(); // only touched while writing
  private final Listeners listeners = new Listeners();

  private InMemoryEventStore(EventTypes types, boolean encoding) {
    this.types = Objects.requireNonNull(types, "types");
    this.encoding = encoding;
  }

  /**
   * Creates an empty store that keeps the events' objects: what is read is what was appended, the
   * same instance.
   *
   * @param types the events that it may keep
   * @return the store
   */
  public static InMemoryEventStore of(EventTypes types) {
    return new InMemoryEventStore(types, false);
  }

  /**
   * Creates an empty store of the same event types that keeps JSON instead of objects, as a
   * database would. An event that cannot be written, or not be read back, fails its append.
   *
   * @return another store; this one stays as it is
   */
  public InMemoryEventStore encoding() {
    return new InMemoryEventStore(types, true);
  }

  @Override
  public EventTypes eventTypes() {
    return types;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.counterfoil.serialization.UnknownEventType if an event's class is not registered;
   *     nothing was stored
   * @throws io.counterfoil.serialization.UnreadablePayload if the store is {@link #encoding()} and
   *     an event cannot be written and read back; nothing was stored
   */
  @Override
  public AppendResult append(Append append) {
    return appendAll(List.of(append)).get(0);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The positions follow the order of the appends.
   */
  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    Append.requireApart(appends);
    List<List<Draft>> drafts = new ArrayList<>(appends.size());
    for (Append append : appends) {
      drafts.add(append.events().stream().map(this::draft).toList());
    }
    List<AppendResult> results;
    synchronized (writing) {
      results = check(appends, drafts);
      store(appends, results);
    }
    listeners.run();
    return results;
  }

  /** Does what is slow or may fail, such as the encoding, before the lock is taken. */
  private Draft draft(NewEvent event) {
    if (!encoding) {
      types.nameOf(event.payload().getClass());
      return (stream, sequence, position) ->
          RecordedEvent.held(stream, sequence, position, event, types);
    }
    EncodedEvent encoded = types.encode(event.payload());
    types.decode(encoded);
    return (stream, sequence, position) ->
        RecordedEvent.stored(
            stream, sequence, position, event.eventId(), event.metadata(), encoded, types);
  }

  /** Changes nothing, so that an append which fails has stored nothing. */
  private List<AppendResult> check(List<Append> appends, List<List<Draft>> drafts) {
    for (Append append : appends) {
      append.key().flatMap(key -> outcome(append.stream(), key.value())).ifPresent(this::refuse);
    }
    requireFreshIds(appends);
    long position = log.size();
    List<AppendResult> results = new ArrayList<>(appends.size());
    for (int i = 0; i < appends.size(); i++) {
      AppendResult result = numbered(appends.get(i), drafts.get(i), position);
      position += result.events().size();
      results.add(result);
    }
    return results;
  }

  private AppendResult numbered(Append append, List<Draft> drafts, long lastPosition) {
    StreamId stream = append.stream();
    long head = head(stream);
    if (!append.expected().isMetBy(head)) {
      throw new ConcurrencyConflict(stream, append.expected(), head);
    }
    long position = lastPosition;
    List<RecordedEvent> recorded = new ArrayList<>(drafts.size());
    for (Draft draft : drafts) {
      recorded.add(draft.at(stream, ++head, ++position));
    }
    return new AppendResult(stream, head, recorded);
  }

  private void refuse(Outcome outcome) {
    throw new KeyAlreadyDecided(outcome);
  }

  private void requireFreshIds(List<Append> appends) {
    Set<UUID> own = new HashSet<>();
    for (Append append : appends) {
      for (NewEvent event : append.events()) {
        if (eventIds.contains(event.eventId()) || !own.add(event.eventId())) {
          throw new DuplicateEventId(append.stream(), event.eventId());
        }
      }
    }
  }

  /**
   * The log comes last: who sees an event there finds it in its stream, and the outcome of its key.
   */
  private void store(List<Append> appends, List<AppendResult> results) {
    List<RecordedEvent> all = new ArrayList<>();
    for (int i = 0; i < appends.size(); i++) {
      Append append = appends.get(i);
      AppendResult result = results.get(i);
      List<RecordedEvent> events = result.events();
      if (!events.isEmpty()) {
        events.forEach(event -> eventIds.add(event.eventId()));
        streams.computeIfAbsent(append.stream(), name -> new Journal()).add(events);
      }
      append.key().ifPresent(key -> remember(append, key, result));
      all.addAll(events);
    }
    log.add(all);
  }

  private void remember(Append append, CommandKey key, AppendResult result) {
    StreamId stream = append.stream();
    Outcome outcome =
        new Outcome(stream, key, result.events().size(), result.lastSequence(), append.rejection());
    outcomes.put(new OutcomeOf(stream, key.value()), new Kept(outcome, Instant.now()));
  }

  private long head(StreamId stream) {
    Journal events = streams.get(stream);
    return events == null ? 0 : events.size();
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    Journal stream = streams.get(query.stream());
    if (stream == null) {
      return;
    }
    List<RecordedEvent> events = stream.now();
    long to = Math.max(0, Math.min(query.to(), events.size()));
    long wanted = Math.min(to - query.from() + 1, query.limit());
    for (long i = 0; i < wanted; i++) {
      long sequence = query.backwards() ? to - i : query.from() + i;
      consumer.accept(events.get((int) sequence - 1));
    }
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return LogScan.read(log.now(), query, consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    return Optional.ofNullable(outcomes.get(new OutcomeOf(stream, key))).map(Kept::outcome);
  }

  @Override
  public long forgetOutcomes(Instant before) {
    Objects.requireNonNull(before, "before");
    synchronized (writing) {
      long known = outcomes.size();
      outcomes.values().removeIf(kept -> kept.at().isBefore(before));
      return known - outcomes.size();
    }
  }

  @Override
  public StoreStatus status() {
    synchronized (writing) {
      return new StoreStatus(log.size(), streams.size(), log.size());
    }
  }

  @Override
  public long head() {
    return log.size();
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return listeners.add(task);
  }

  /** Names the store by what it holds. */
  @Override
  public String toString() {
    StoreStatus held = status();
    return "InMemoryEventStore[events=" + held.events() + ", streams=" + held.streams() + "]";
  }

  /** Waits for its place. */
  private interface Draft {
    RecordedEvent at(StreamId stream, long sequence, long position);
  }

  /** An outcome, and when it was stored. */
  private record Kept(Outcome outcome, Instant at) {}

  /** A key is unique inside its stream. */
  private record OutcomeOf(StreamId stream, String key) {
    OutcomeOf {
      Objects.requireNonNull(stream, "stream");
      Objects.requireNonNull(key, "key");
    }
  }
}

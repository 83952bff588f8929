package io.counterfoil.memory;

import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventIntake;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
 * take its time or append itself. Positions have no holes, unless events were imported that had.
 */
public final class InMemoryEventStore implements EventStore {
  private final EventTypes types;
  private final boolean encoding;

  private final Object writing = new Object();
  private final Journal log = new Journal();
  private final Map<StreamId, Journal> streams = new ConcurrentHashMap<>();
  private final KeptOutcomes outcomes = new KeptOutcomes();
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
    long position = head();
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
    outcomes.remember(
        new Outcome(
            stream, key, result.events().size(), result.lastSequence(), append.rejection()));
  }

  private long head(StreamId stream) {
    Journal events = streams.get(stream);
    return events == null ? 0 : events.last().sequence();
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    Journal stream = streams.get(query.stream());
    if (stream == null) {
      return;
    }
    List<RecordedEvent> events = stream.now();
    int from = Journal.firstAbove(events, RecordedEvent::sequence, query.from() - 1);
    int to = Journal.firstAbove(events, RecordedEvent::sequence, query.to());
    long wanted = Math.min(to - from, query.limit());
    for (int i = 0; i < wanted; i++) {
      consumer.accept(events.get(query.backwards() ? to - 1 - i : from + i));
    }
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    return LogScan.read(log.now(), query.asStored(types), consumer);
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    return outcomes.find(stream, key);
  }

  @Override
  public long forgetOutcomes(Instant before) {
    Objects.requireNonNull(before, "before");
    synchronized (writing) {
      return outcomes.forget(before);
    }
  }

  @Override
  public StoreStatus status() {
    synchronized (writing) {
      return new StoreStatus(log.size(), streams.size(), head());
    }
  }

  @Override
  public long head() {
    return log.size() == 0 ? 0 : log.last().position();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Sorts them first.
   */
  @Override
  public void readOutcomes(OutcomeQuery query, Consumer<? super StoredOutcome> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    for (StoredOutcome stored : outcomes.inOrder()) {
      Outcome outcome = stored.outcome();
      if (query.accepts(outcome.stream()) && placeOf(outcome) <= query.to()) {
        consumer.accept(stored);
      }
    }
  }

  /** Answers where the last event lies that an outcome knows of. */
  private long placeOf(Outcome outcome) {
    if (outcome.lastSequence() == 0) {
      return 0;
    }
    StreamQuery last =
        StreamQuery.of(outcome.stream()).from(outcome.lastSequence()).to(outcome.lastSequence());
    List<Long> place = new ArrayList<>();
    readStream(last, event -> place.add(event.position()));
    return place.isEmpty() ? Long.MAX_VALUE : place.get(0);
  }

  @Override
  public EventIntake intake() {
    return new Intake();
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

  /** Takes in events as they are. */
  private final class Intake implements EventIntake {
    @Override
    public Map<StreamId, Long> heads(Collection<StreamId> wanted) {
      Map<StreamId, Long> heads = new HashMap<>();
      for (StreamId stream : wanted) {
        if (head(stream) > 0) {
          heads.put(stream, head(stream));
        }
      }
      return heads;
    }

    @Override
    public void events(long after, List<RecordedEvent> events) {
      synchronized (writing) {
        if (head() != after) {
          throw new EventStoreException(
              "the log ends at " + head() + " and not at " + after + ": somebody else writes",
              null);
        }
        for (RecordedEvent event : events) {
          if (eventIds.contains(event.eventId())) {
            throw new DuplicateEventId(event.stream(), event.eventId());
          }
        }
        for (RecordedEvent event : events) {
          eventIds.add(event.eventId());
          streams.computeIfAbsent(event.stream(), name -> new Journal()).add(List.of(event));
        }
        log.add(events);
      }
      listeners.run();
    }

    @Override
    public List<StoredOutcome> outcomes(List<StoredOutcome> taken) {
      synchronized (writing) {
        return taken.stream().map(outcomes::add).flatMap(Optional::stream).toList();
      }
    }
  }
}

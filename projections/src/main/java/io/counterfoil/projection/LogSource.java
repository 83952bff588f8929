package io.counterfoil.projection;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Reads the log for all projections of a runner. Those that stand at the same place share one
 * reading: the newest stretch of the log that was read is kept, up to a number of events, and who
 * stands in it is served from it. Who is further behind reads alone. Thread-safe.
 */
final class LogSource {
  private static final int KEPT = 1_000;
  private static final int READ_AT_ONCE = 500;

  private final EventStore store;
  private final boolean isShared;
  private final EventFilter everybodys;

  /** Held by the one that reads on behind the kept stretch. */
  private final ReentrantLock reading = new ReentrantLock();

  private volatile Stretch kept = new Stretch(0, 0, List.of());

  /** What was read last: (from, to], with everybody's events. Its list is never changed. */
  private record Stretch(long from, long to, List<RecordedEvent> events) {}

  LogSource(EventStore store, List<EventFilter> filters) {
    this.store = store;
    this.isShared = filters.size() > 1;
    this.everybodys = union(filters).asStored(store.eventTypes());
  }

  /** Lets all pass that one of the filters does; more where they ask for other than types. */
  private static EventFilter union(List<EventFilter> filters) {
    Set<String> types = new HashSet<>();
    for (EventFilter filter : filters) {
      if (filter.eventTypes().isEmpty()) {
        return EventFilter.all();
      }
      types.addAll(filter.eventTypes());
    }
    return new EventFilter(Set.of(), types);
  }

  /**
   * Reads behind a position.
   *
   * @param filter which events are wanted
   * @param limit how many at most
   * @return the events, and how far the log was read
   */
  Batch read(long from, EventFilter filter, int limit) {
    if (!isShared) {
      return readAlone(from, Long.MAX_VALUE, filter, limit);
    }
    EventFilter stored = filter.asStored(store.eventTypes());
    Optional<Batch> there = keptBehind(from, stored, limit);
    if (there.isPresent()) {
      return there.get();
    }
    if (from < kept.from()) {
      return readAlone(from, Long.MAX_VALUE, filter, limit);
    }
    reading.lock();
    try {
      there = keptBehind(from, stored, limit); // another one may have read it meanwhile
      if (there.isPresent()) {
        return there.get();
      }
      readOn(from);
    } finally {
      reading.unlock();
    }
    return keptBehind(from, stored, limit).orElse(new Batch(from, from, List.of()));
  }

  /** Reads a stretch for nobody else. */
  Batch readAlone(long from, long to, EventFilter filter, int limit) {
    List<RecordedEvent> events = new ArrayList<>();
    long reached =
        store.readLog(EventQuery.after(from).to(to).filter(filter).limit(limit), events::add);
    return new Batch(from, Math.max(from, reached), events);
  }

  private void readOn(long from) {
    Stretch before = kept;
    if (from < before.from()) {
      return; // the kept stretch has moved on
    }
    Batch more = readAlone(from, Long.MAX_VALUE, everybodys, READ_AT_ONCE);
    List<RecordedEvent> events = new ArrayList<>();
    long start = more.from();
    if (from == before.to()) {
      events.addAll(before.events());
      start = before.from();
    }
    events.addAll(more.events());
    int leaving = events.size() - KEPT;
    if (leaving > 0) {
      start = events.get(leaving - 1).position();
      events = events.subList(leaving, events.size());
    }
    kept = new Stretch(start, more.to(), events);
  }

  /** Finds what is wanted in the kept stretch, if there is a stretch behind the position. */
  private Optional<Batch> keptBehind(long from, EventFilter stored, int limit) {
    Stretch stretch = kept;
    if (from < stretch.from() || from >= stretch.to()) {
      return Optional.empty();
    }
    List<RecordedEvent> wanted = new ArrayList<>();
    List<RecordedEvent> events = stretch.events();
    for (int i = firstBehind(from, events); i < events.size(); i++) {
      RecordedEvent event = events.get(i);
      if (stored.accepts(event)) {
        wanted.add(event);
        if (wanted.size() == limit) {
          return Optional.of(new Batch(from, event.position(), wanted));
        }
      }
    }
    return Optional.of(new Batch(from, stretch.to(), wanted));
  }

  private static int firstBehind(long from, List<RecordedEvent> events) {
    int low = 0;
    int high = events.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (events.get(middle).position() <= from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

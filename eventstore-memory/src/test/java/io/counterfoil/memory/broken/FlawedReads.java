package io.counterfoil.memory.broken;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Stores that read wrongly. */
final class FlawedReads {
  private FlawedReads() {}

  /** An event appears in the log behind a reader's back: later ones were shown before it. */
  static final class SkipsAnEvent extends FlawedStore {
    private final Set<Long> late = ConcurrentHashMap.newKeySet();

    SkipsAnEvent(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      return sound.readLog(
          query,
          event -> {
            if (event.position() % 500 != 0 || !late.add(event.position())) {
              consumer.accept(event);
            }
          });
    }
  }

  /** A page begins with the last event of the page before. */
  static final class RepeatsAnEvent extends FlawedStore {
    RepeatsAnEvent(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      long after = Math.max(0, query.after() - 1);
      long answer =
          sound.readLog(
              EventQuery.after(after).filter(query.filter()).limit(query.limit()), consumer);
      return Math.max(answer, query.after());
    }
  }

  /** One set of a filter is enough. */
  static final class FiltersByTheFirstSetOnly extends FlawedStore {
    FiltersByTheFirstSetOnly(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      EventFilter filter = query.filter();
      return sound.readLog(
          filter.aggregateTypes().isEmpty()
              ? query
              : query.filter(new EventFilter(filter.aggregateTypes(), Set.of())),
          consumer);
    }
  }

  /** A filter knows only the names that events have today. */
  static final class ForgetsOldNames extends FlawedStore {
    ForgetsOldNames(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      return sound.readLog(
          query,
          event -> {
            if (query.filter().accepts(event)) {
              consumer.accept(event);
            }
          });
    }
  }

  /** Names that differ in case are the same to the filter. */
  static final class FiltersWithoutCase extends FlawedStore {
    FiltersWithoutCase(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      Set<String> wanted = query.filter().aggregateTypes();
      return sound.readLog(
          query.filter(new EventFilter(Set.of(), query.filter().eventTypes())),
          event -> {
            String type = event.stream().aggregateType();
            if (wanted.isEmpty() || wanted.stream().anyMatch(type::equalsIgnoreCase)) {
              consumer.accept(event);
            }
          });
    }
  }

  /** A reader whose filter lets nothing pass reads the same again for ever. */
  static final class StandsStillWithoutMatches extends FlawedStore {
    StandsStillWithoutMatches(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      AtomicLong last = new AtomicLong(query.after());
      sound.readLog(
          query,
          event -> {
            last.set(event.position());
            consumer.accept(event);
          });
      return last.get();
    }
  }

  /** A reader excludes writers, until they give up. */
  static final class ReadersHoldWritersUp extends FlawedStore {
    private final ReentrantLock lock = new ReentrantLock();

    ReadersHoldWritersUp(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        if (!lock.tryLock(100, TimeUnit.MILLISECONDS)) {
          throw new EventStoreException("the log is locked", null);
        }
      } catch (InterruptedException e) {
        throw new EventStoreException("interrupted", e);
      }
      try {
        return sound.append(append);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      lock.lock();
      try {
        return sound.readLog(query, consumer);
      } finally {
        lock.unlock();
      }
    }
  }

  /** All of a stream is read before the first event is handed on. */
  static final class ReadsAllAtOnce extends FlawedStore {
    ReadsAllAtOnce(EventStore sound) {
      super(sound);
    }

    @Override
    public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
      List<RecordedEvent> all = new ArrayList<>();
      sound.readStream(query, event -> all.add(at(event, event.sequence())));
      all.forEach(consumer);
    }
  }

  /** What a consumer throws comes wrapped. */
  static final class WrapsWhatConsumersThrow extends FlawedStore {
    WrapsWhatConsumersThrow(EventStore sound) {
      super(sound);
    }

    @Override
    public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
      try {
        sound.readStream(query, consumer);
      } catch (IllegalStateException e) {
        throw new EventStoreException("cannot read", e);
      }
    }
  }

  /** The first sequence is not looked at when the newest come first. */
  static final class ForgetsFromWhenReadingBackwards extends FlawedStore {
    ForgetsFromWhenReadingBackwards(EventStore sound) {
      super(sound);
    }

    @Override
    public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
      sound.readStream(query.backwards() ? query.from(1) : query, consumer);
    }
  }

  /** The log is written after the append has returned. */
  static final class ShowsTheLastAppendLate extends FlawedStore {
    ShowsTheLastAppendLate(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      long head = sound.status().head();
      long[] answer = {query.after()};
      sound.readLog(
          query,
          event -> {
            if (event.position() < head) {
              consumer.accept(event);
              answer[0] = event.position();
            }
          });
      return answer[0];
    }
  }
}

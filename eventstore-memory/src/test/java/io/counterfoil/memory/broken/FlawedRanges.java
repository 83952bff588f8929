package io.counterfoil.memory.broken;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Stores that read a wrong part of their log. */
final class FlawedRanges {
  private FlawedRanges() {}

  /** Asks a sound store another question. */
  private abstract static class AsksOtherwise extends FlawedStore {
    AsksOtherwise(EventStore sound) {
      super(sound);
    }

    abstract EventQuery otherwise(EventQuery query);

    @Override
    public final long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      return sound.readLog(otherwise(query), consumer);
    }
  }

  /** Events of all times pass. */
  static final class IgnoresTime extends AsksOtherwise {
    IgnoresTime(EventStore sound) {
      super(sound);
    }

    @Override
    EventQuery otherwise(EventQuery query) {
      EventFilter asked = query.filter();
      return query.filter(
          new EventFilter(
              asked.aggregateTypes(),
              asked.eventTypes(),
              asked.stream(),
              Optional.empty(),
              Optional.empty()));
    }
  }

  /** Events of all streams pass. */
  static final class IgnoresTheStream extends AsksOtherwise {
    IgnoresTheStream(EventStore sound) {
      super(sound);
    }

    @Override
    EventQuery otherwise(EventQuery query) {
      EventFilter asked = query.filter();
      return query.filter(
          new EventFilter(
              asked.aggregateTypes(),
              asked.eventTypes(),
              Optional.empty(),
              asked.since(),
              asked.until()));
    }
  }

  /** The moment before which events are wanted is wanted, too. */
  static final class TakesUntilForInclusive extends AsksOtherwise {
    TakesUntilForInclusive(EventStore sound) {
      super(sound);
    }

    @Override
    EventQuery otherwise(EventQuery query) {
      return query
          .filter()
          .until()
          .filter(until -> until.isBefore(Instant.MAX))
          .map(until -> query.filter(query.filter().until(until.plusMillis(1))))
          .orElse(query);
    }
  }

  /** A bound between two milliseconds is taken for the lower one. */
  static final class CutsTheBoundsToMilliseconds extends AsksOtherwise {
    CutsTheBoundsToMilliseconds(EventStore sound) {
      super(sound);
    }

    @Override
    EventQuery otherwise(EventQuery query) {
      EventFilter asked = query.filter();
      return query.filter(
          new EventFilter(
              asked.aggregateTypes(),
              asked.eventTypes(),
              asked.stream(),
              asked.since().map(CutsTheBoundsToMilliseconds::cut),
              asked.until().map(CutsTheBoundsToMilliseconds::cut)));
    }

    private static Instant cut(Instant bound) {
      return bound.truncatedTo(ChronoUnit.MILLIS);
    }
  }

  /** The last position wanted is left out. */
  static final class TakesToForExclusive extends AsksOtherwise {
    TakesToForExclusive(EventStore sound) {
      super(sound);
    }

    @Override
    EventQuery otherwise(EventQuery query) {
      return query.to() == Long.MAX_VALUE ? query : query.to(Math.max(0, query.to() - 1));
    }
  }

  /** One that meets any part of a filter passes. */
  static final class CombinesWithOr extends FlawedStore {
    CombinesWithOr(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      EventFilter asked = query.filter();
      if (asked.stream().isEmpty() || asked.eventTypes().isEmpty()) {
        return sound.readLog(query, consumer);
      }
      return sound.readLog(
          query.filter(EventFilter.all()),
          event -> {
            if (asked.eventTypes().contains(event.type())
                || asked.stream().map(event.stream()::equals).orElse(false)) {
              consumer.accept(event);
            }
          });
    }
  }

  /** Backwards, the answer lies one below the last event of the page. */
  static final class SkipsAtTheBordersOfPages extends FlawedStore {
    SkipsAtTheBordersOfPages(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      long answer = sound.readLog(query, consumer);
      return query.backwards() ? Math.max(query.after(), answer - 1) : answer;
    }
  }

  /** A reader that wanted a part of the log is told that it knows all of it. */
  static final class AnswersBeyondTheEndWanted extends FlawedStore {
    AnswersBeyondTheEndWanted(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      long answer = sound.readLog(query, consumer);
      return answer == query.to() && !query.backwards() ? sound.head() : answer;
    }
  }

  /** Backwards, the limit is counted before the filter is asked. */
  static final class LimitsBeforeItFilters extends FlawedStore {
    LimitsBeforeItFilters(EventStore sound) {
      super(sound);
    }

    @Override
    public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
      if (!query.backwards()) {
        return sound.readLog(query, consumer);
      }
      AtomicLong handed = new AtomicLong();
      long answer =
          sound.readLog(
              query.filter(EventFilter.all()),
              event -> {
                if (query.filter().accepts(event)) {
                  handed.incrementAndGet();
                  consumer.accept(event);
                }
              });
      return handed.get() < query.limit() ? query.after() : answer;
    }
  }
}

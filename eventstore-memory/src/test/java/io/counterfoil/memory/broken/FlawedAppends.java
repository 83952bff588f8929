package io.counterfoil.memory.broken;

import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Stores that append wrongly. */
final class FlawedAppends {
  private FlawedAppends() {}

  /** Two decisions on the same version are both stored, now and then. */
  static final class LosesAnUpdate extends FlawedStore {
    private final AtomicInteger conflicts = new AtomicInteger();

    LosesAnUpdate(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        return sound.append(append);
      } catch (ConcurrencyConflict conflict) {
        if (conflicts.incrementAndGet() % 10 == 0) {
          return sound.append(with(append, ExpectedVersion.any(), append.events()));
        }
        throw conflict;
      }
    }
  }

  /** Says that it has stored what it has not, now and then. */
  static final class LosesAnAppend extends FlawedStore {
    private final AtomicInteger appends = new AtomicInteger();

    LosesAnAppend(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      if (appends.incrementAndGet() % 100 != 0) {
        return sound.append(append);
      }
      long sequence = sound.events(append.stream()).size();
      long position = sound.status().head();
      List<RecordedEvent> events = new ArrayList<>();
      for (NewEvent event : append.events()) {
        events.add(
            RecordedEvent.held(append.stream(), ++sequence, ++position, event, eventTypes()));
      }
      return new AppendResult(append.stream(), sequence, events);
    }
  }

  /** A failed append uses up a sequence. */
  static final class LeavesAHole extends FlawedStore {
    private final Map<StreamId, Long> holes = new ConcurrentHashMap<>();

    LeavesAHole(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        AppendResult result = sound.append(append);
        long last = shift(append.stream(), result.lastSequence());
        return new AppendResult(
            result.stream(), last, result.events().stream().map(this::shift).toList());
      } catch (DuplicateEventId e) {
        holes.put(append.stream(), sound.events(append.stream()).size() + 1L);
        throw e;
      }
    }

    @Override
    public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
      sound.readStream(query, event -> consumer.accept(shift(event)));
    }

    private RecordedEvent shift(RecordedEvent event) {
      return at(event, shift(event.stream(), event.sequence()));
    }

    private long shift(StreamId stream, long sequence) {
      return sequence < holes.getOrDefault(stream, Long.MAX_VALUE) ? sequence : sequence + 1;
    }
  }

  /** An append that fails has stored its first event. */
  static final class StoresHalfAnAppend extends FlawedStore {
    StoresHalfAnAppend(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        return sound.append(append);
      } catch (DuplicateEventId | UnknownEventType e) {
        NewEvent first = append.events().get(0);
        sound.append(
            with(
                append,
                ExpectedVersion.any(),
                List.of(new NewEvent(UUID.randomUUID(), first.payload(), first.metadata()))));
        throw e;
      }
    }
  }

  /** An event id is checked in its own stream only. */
  static final class ChecksIdsInOneStreamOnly extends FlawedStore {
    ChecksIdsInOneStreamOnly(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      try {
        return sound.append(append);
      } catch (DuplicateEventId e) {
        if (sound.events(append.stream()).stream().anyMatch(at -> isAt(at, e.eventId()))
            || append.events().stream().map(NewEvent::eventId).distinct().count()
                < append.events().size()) {
          throw e;
        }
        List<NewEvent> events =
            append.events().stream()
                .map(old -> new NewEvent(UUID.randomUUID(), old.payload(), old.metadata()))
                .toList();
        return sound.append(with(append, append.expected(), events));
      }
    }

    private static boolean isAt(RecordedEvent event, UUID eventId) {
      return event.eventId().equals(eventId);
    }
  }

  /** An expectation ahead of the stream is taken for met. */
  static final class AcceptsAppendsAhead extends FlawedStore {
    AcceptsAppendsAhead(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      boolean ahead =
          append.expected() instanceof ExpectedVersion.Exactly exactly
              && exactly.sequence() > sound.events(append.stream()).size();
      return sound.append(ahead ? with(append, ExpectedVersion.any(), append.events()) : append);
    }
  }

  /** What a task throws reaches the one who appended. */
  static final class LetsTasksThrow extends FlawedStore {
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

    LetsTasksThrow(EventStore sound) {
      super(sound);
    }

    @Override
    public AppendResult append(Append append) {
      AppendResult result = sound.append(append);
      tasks.forEach(Runnable::run);
      return result;
    }

    @Override
    public Subscription onAppend(Runnable task) {
      tasks.add(task);
      return () -> tasks.remove(task);
    }
  }
}

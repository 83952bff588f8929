package io.counterfoil.memory.broken;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Stores that append wrongly to several streams. */
final class FlawedAppendAlls {
  private FlawedAppendAlls() {}

  /** What stands before the append that fails stays. */
  static final class StoresTheFirstHalf extends FlawedStore {
    StoresTheFirstHalf(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      Append.requireApart(appends);
      return appends.stream().map(sound::append).toList();
    }
  }

  /** All is stored, but one stream after the other. */
  static final class ShowsHalf extends FlawedStore {
    ShowsHalf(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      List<AppendResult> results = new ArrayList<>();
      for (Append append : appends) {
        results.add(sound.append(append));
        LockSupport.parkNanos(200_000);
      }
      return results;
    }
  }

  /** Leaves some of the checks out. */
  private abstract static class LeavesChecksOut extends FlawedStore {
    LeavesChecksOut(EventStore sound) {
      super(sound);
    }

    final List<AppendResult> appendAll(List<Append> appends, Predicate<Append> unchecked) {
      return sound.appendAll(
          appends.stream()
              .map(
                  append ->
                      unchecked.test(append)
                          ? with(append, ExpectedVersion.any(), append.events())
                          : append)
              .toList());
    }

    final long head(StreamId stream) {
      return sound.events(stream).size();
    }
  }

  /** A stream that is not written is not checked. */
  static final class ChecksWrittenStreamsOnly extends LeavesChecksOut {
    ChecksWrittenStreamsOnly(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      return appendAll(appends, append -> append.events().isEmpty());
    }
  }

  /** A stream without events has no row to check. */
  static final class ChecksNoEmptyStreams extends LeavesChecksOut {
    ChecksNoEmptyStreams(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      return appendAll(appends, append -> head(append.stream()) == 0);
    }
  }

  /** Streams that are only checked may change between the check and the write. */
  static final class LetsWritesSkew extends LeavesChecksOut {
    LetsWritesSkew(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      for (Append append : appends) {
        long head = head(append.stream());
        if (append.events().isEmpty() && !append.expected().isMetBy(head)) {
          throw new ConcurrencyConflict(append.stream(), append.expected(), head);
        }
      }
      LockSupport.parkNanos(200_000);
      return appendAll(appends, append -> append.events().isEmpty());
    }
  }

  /** The results come in an order of the store's own. */
  static final class AnswersInItsOwnOrder extends FlawedStore {
    AnswersInItsOwnOrder(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      List<AppendResult> results = new ArrayList<>(sound.appendAll(appends));
      Collections.reverse(results);
      return results;
    }
  }

  /** A conflict of one append is told before the key of the next is looked at. */
  static final class LooksAtOneAfterTheOther extends FlawedStore {
    LooksAtOneAfterTheOther(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      for (Append append : appends) {
        boolean decided =
            append.key().flatMap(key -> outcome(append.stream(), key.value())).isPresent();
        long head = sound.events(append.stream()).size();
        if (!decided && !append.expected().isMetBy(head)) {
          throw new ConcurrencyConflict(append.stream(), append.expected(), head);
        }
      }
      return sound.appendAll(appends);
    }
  }

  /** Only the first key of a list gets its outcome. */
  static final class RemembersTheFirstKeyOnly extends FlawedStore {
    RemembersTheFirstKeyOnly(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      List<Append> kept = new ArrayList<>();
      for (Append append : appends) {
        boolean first = kept.stream().allMatch(before -> before.key().isEmpty());
        kept.add(first ? append : without(append));
      }
      return sound.appendAll(kept);
    }
  }

  /** A task runs once for each stream. */
  static final class RunsTasksForEachStream extends FlawedStore {
    private final List<Runnable> tasks = new CopyOnWriteArrayList<>();

    RunsTasksForEachStream(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      List<AppendResult> results = sound.appendAll(appends);
      appends.forEach(append -> tasks.forEach(Runnable::run));
      return results;
    }

    @Override
    public Subscription onAppend(Runnable task) {
      tasks.add(task);
      return () -> tasks.remove(task);
    }
  }

  /** Streams are locked in the order of the list, so that two lists may wait for each other. */
  static final class LocksInTheOrderOfTheList extends FlawedStore {
    private final Map<StreamId, ReentrantLock> locks = new ConcurrentHashMap<>();

    LocksInTheOrderOfTheList(EventStore sound) {
      super(sound);
    }

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
      List<ReentrantLock> held = new ArrayList<>();
      try {
        for (Append append : appends) {
          held.add(lock(append.stream()));
          LockSupport.parkNanos(100_000);
        }
        return sound.appendAll(appends);
      } finally {
        held.forEach(ReentrantLock::unlock);
      }
    }

    /** Gives up sooner than a real deadlock would, so that the suite's failure comes soon. */
    private ReentrantLock lock(StreamId stream) {
      ReentrantLock lock = locks.computeIfAbsent(stream, name -> new ReentrantLock());
      try {
        if (!lock.tryLock(1, TimeUnit.SECONDS)) {
          throw new EventStoreException("a deadlock on " + stream, null);
        }
      } catch (InterruptedException e) {
        throw new EventStoreException("interrupted", e);
      }
      return lock;
    }
  }
}

package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.store.StreamId;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the newest known state of a bounded number of aggregates. What it gives is a baseline and
 * never an answer: it was true once, and only the store knows whether it still is.
 *
 * <p>Thread-safe without a lock. Room is made by second chance: the oldest that was not looked for
 * since its last turn goes, so that one pass over many aggregates leaves the busy ones in place.
 */
final class StateCache {
  private final int capacity;
  private final Map<StreamId, Slot> slots = new ConcurrentHashMap<>();
  private final Queue<Slot> turns = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder stale = new LongAdder();
  private final LongAdder doubted = new LongAdder();
  private final LongAdder evictions = new LongAdder();

  private StateCache(int capacity) {
    this.capacity = capacity;
  }

  static StateCache of(int aggregates) {
    return new StateCache(aggregates);
  }

  /** Keeps nothing and counts nothing. */
  static StateCache off() {
    return new StateCache(0);
  }

  /** Finds what a command may be decided on, and counts. */
  <S> Optional<Loaded<S>> findForCommand(Aggregate<?, S, ?> aggregate, StreamId stream) {
    if (capacity == 0) {
      return Optional.empty();
    }
    Optional<Loaded<S>> found = find(aggregate, stream);
    (found.isPresent() ? hits : misses).increment();
    return found;
  }

  <S> Optional<Loaded<S>> find(Aggregate<?, S, ?> aggregate, StreamId stream) {
    Slot slot = slots.get(stream);
    Kept<?> kept = slot == null ? null : slot.get();
    // Another aggregate over the same streams has folds of its own.
    if (slot == null || kept == null || kept.aggregate() != aggregate) {
      return Optional.empty();
    }
    if (!slot.sparedNext) { // a busy slot is not written each time
      slot.sparedNext = true;
    }
    @SuppressWarnings("unchecked") // it was kept for this very aggregate
    Loaded<S> loaded = (Loaded<S>) kept.loaded();
    return Optional.of(loaded);
  }

  /** Keeps a state behind a committed event, unless a newer one is there. */
  <S> void keep(Aggregate<?, S, ?> aggregate, StreamId stream, Loaded<S> loaded) {
    if (capacity == 0 || loaded.sequence() == 0) {
      return;
    }
    Slot slot = slots.get(stream);
    if (slot == null) {
      Slot fresh = new Slot(stream);
      slot = slots.putIfAbsent(stream, fresh);
      if (slot == null) {
        slot = fresh;
        size.incrementAndGet();
        makeRoom(); // before it stands in the queue itself, or where all are busy it would go
        turns.add(fresh);
        makeRoom(); // for those who found the queue empty because others had it in their hands
      }
    }
    slot.accumulateAndGet(new Kept<>(aggregate, loaded), Kept::newer);
  }

  private void makeRoom() {
    for (int spared = 0; size.get() > capacity; ) {
      Slot oldest = turns.poll();
      if (oldest == null) {
        return; // other threads have the rest in their hands, and make room themselves
      }
      if (oldest.sparedNext && spared < capacity) {
        oldest.sparedNext = false;
        turns.add(oldest);
        spared++;
      } else {
        slots.remove(oldest.stream);
        size.decrementAndGet();
        evictions.increment();
      }
    }
  }

  /** Drops what is kept of one stream. Its slot stays, for the next state. */
  void doubt(StreamId stream) {
    Slot slot = slots.get(stream);
    if (slot != null) {
      drop(slot);
    }
  }

  void doubtAll() {
    slots.values().forEach(this::drop);
  }

  private void drop(Slot slot) {
    if (slot.getAndSet(null) != null) {
      doubted.increment();
    }
  }

  void countStale() {
    stale.increment();
  }

  StateCacheStatistics statistics() {
    return new StateCacheStatistics(
        hits.sum(), misses.sum(), stale.sum(), doubted.sum(), evictions.sum(), slots.size());
  }

  private record Kept<S>(Aggregate<?, S, ?> aggregate, Loaded<S> loaded) {

    static @Nullable Kept<?> newer(@Nullable Kept<?> old, @Nullable Kept<?> next) {
      return old == null || next == null || next.loaded().sequence() >= old.loaded().sequence()
          ? next
          : old;
    }
  }

  /** The place of one stream; empty while its state is in doubt. */
  private static final class Slot extends AtomicReference<@Nullable Kept<?>> {
    private static final long serialVersionUID = 1L;

    private final transient StreamId stream;
    private transient volatile boolean sparedNext;

    Slot(StreamId stream) {
      this.stream = stream;
    }
  }
}

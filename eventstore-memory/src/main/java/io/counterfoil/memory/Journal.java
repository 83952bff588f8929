package io.counterfoil.memory;

import io.counterfoil.store.RecordedEvent;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.ToLongFunction;

/**
 * Lists events in the order in which they were added. One thread at a time adds, as the store's
 * lock sees to; any number read meanwhile, without a lock.
 *
 * <p>What lies below {@code size} never changes, neither in an array nor in the longer one that
 * replaces it. {@code size} is written last and read first, so whoever sees a size sees its events,
 * and a batch appears as a whole.
 */
final class Journal {
  private volatile RecordedEvent[] events = new RecordedEvent[4];
  private volatile int size;

  void add(List<RecordedEvent> batch) {
    int end = Math.addExact(size, batch.size());
    RecordedEvent[] target = events;
    if (end > target.length) {
      target = Arrays.copyOf(target, Math.max(end, grown(target.length)));
      events = target;
    }
    int next = size;
    for (RecordedEvent event : batch) {
      target[next++] = event;
    }
    size = end;
  }

  private static int grown(int length) {
    return (int) Math.min(length * 2L, Integer.MAX_VALUE - 8);
  }

  int size() {
    return size;
  }

  /** Answers the last event, once there is one. */
  RecordedEvent last() {
    int seen = size;
    return events[seen - 1];
  }

  /** Returns what is there now; what is added later does not appear in it. */
  List<RecordedEvent> now() {
    int seen = size;
    return new Prefix(events, seen);
  }

  /** Shows the first events of an array: one step away from it, since replays go through here. */
  private static final class Prefix extends AbstractList<RecordedEvent> implements RandomAccess {
    private final RecordedEvent[] events;
    private final int size;

    Prefix(RecordedEvent[] events, int size) {
      this.events = events;
      this.size = size;
    }

    @Override
    public RecordedEvent get(int index) {
      return events[Objects.checkIndex(index, size)];
    }

    @Override
    public int size() {
      return size;
    }
  }

  /**
   * Finds the first event whose place is above a number, or the end. Places grow, and have no holes
   * unless events were imported that had some.
   */
  static int firstAbove(
      List<RecordedEvent> events, ToLongFunction<RecordedEvent> place, long number) {
    int low = 0;
    int high = events.size();
    if (high == 0 || place.applyAsLong(events.get(high - 1)) == high) {
      return (int) Math.max(0, Math.min(number, high));
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (place.applyAsLong(events.get(middle)) > number) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}

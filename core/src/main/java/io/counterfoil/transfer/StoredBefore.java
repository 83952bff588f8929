package io.counterfoil.transfer;

import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.RecordedEvent;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows what an earlier run of the same import has stored: how many events, and the last of them,
 * which are compared with the file.
 */
final class StoredBefore {
  private static final int COMPARED = 1_000;

  private final long head;
  private final long events;
  private final Map<Long, String> last;
  private final boolean outcomesOnly;
  private long firstCompared = Long.MAX_VALUE;
  private long skipped;
  private boolean passed;

  private StoredBefore(long head, long events, Map<Long, String> last, boolean outcomesOnly) {
    this.head = head;
    this.events = events;
    this.last = last;
    this.outcomesOnly = outcomesOnly;
    last.keySet().forEach(position -> firstCompared = Math.min(firstCompared, position));
  }

  static StoredBefore in(EventStore store) {
    long head = store.head();
    if (head == 0) {
      return new StoredBefore(0, 0, Map.of(), hasOutcomes(store));
    }
    Map<Long, String> last = new HashMap<>();
    store.readLog(
        EventQuery.after(0).to(head).newestFirst().limit(COMPARED),
        event -> last.put(event.position(), event.toJson()));
    return new StoredBefore(head, store.status().events(), last, false);
  }

  private static boolean hasOutcomes(EventStore store) {
    try {
      store.readOutcomes(
          OutcomeQuery.to(0),
          outcome -> {
            throw new OneIsEnough();
          });
      return false;
    } catch (OneIsEnough e) {
      return true;
    }
  }

  /** Answers the position of the last event that is stored, 0 if there was none. */
  long head() {
    return head;
  }

  /** Answers how many events of the file were stored already. */
  long skipped() {
    return skipped;
  }

  /** Takes an event of the file that is not above the head. */
  void compare(RecordedEvent event, long line) {
    skipped++;
    if (event.position() >= firstCompared
        && !event.toJson().equals(last.remove(event.position()))) {
      throw new ImportRefused(
          line,
          "the store holds something else at position "
              + event.position()
              + ": it was filled from elsewhere; import into an empty store");
    }
  }

  /** Takes the first event that is above the head. */
  void requireNoOutcomes(long line) {
    if (outcomesOnly) {
      throw new ImportRefused(
          line, "the store holds outcomes of commands already; import into an empty store");
    }
  }

  /** Compares the counts, once: where the file goes beyond what was stored, or ends. */
  void requirePassed(long line) {
    if (passed) {
      return;
    }
    passed = true;
    if (!last.isEmpty() || skipped != events) {
      throw new ImportRefused(
          line,
          "the store holds "
              + events
              + " events up to position "
              + head
              + ", of which the file has "
              + skipped
              + ": it was filled from elsewhere, or written to since; import into an empty store");
    }
  }

  /** Ends a reading at its first outcome. */
  private static final class OneIsEnough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OneIsEnough() {
      super(null, null, false, false);
    }
  }
}

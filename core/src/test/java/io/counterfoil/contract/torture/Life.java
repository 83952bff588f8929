package io.counterfoil.contract.torture;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one reader was given between its joining and its leaving. Checks at once what can be said
 * without knowing the whole log. For one thread at a time.
 */
public final class Life {
  private final String who;
  private final LogTail tail;
  private final EventFilter filter;
  private final long from;
  private final Ledger ledger;
  private final Flaws flaws;
  private final History history;

  private final Map<StreamId, Long> sequences = new HashMap<>();
  private long[] given = new long[64];
  private int count;
  private long highest;
  private long checkpoint;

  Life(
      String who,
      LogTail tail,
      EventFilter filter,
      long from,
      Ledger ledger,
      Flaws flaws,
      History history) {
    this.who = who;
    this.tail = tail;
    this.filter = filter;
    this.from = from;
    this.ledger = ledger;
    this.flaws = flaws;
    this.history = history;
    this.checkpoint = from;
    this.highest = from;
  }

  /**
   * Reads on.
   *
   * @param limit how many events at most
   * @return true if there was something new
   */
  public boolean poll(long limit) {
    int before = count;
    long after = checkpoint;
    long next = tail.poll(EventQuery.after(after).filter(filter).limit(limit), this::receive);
    if (next < after || (count > before && next < given[count - 1])) {
      flaws.add(Flaw.OUT_OF_ORDER, next, who + " was sent back from " + after + " to " + next);
    }
    if (next != after || count > before) {
      String shown =
          Arrays.toString(Arrays.copyOfRange(given, before, Math.min(count, before + 20)));
      history.note(who, after, next, "reader", "read on and was given " + shown);
    }
    checkpoint = next;
    highest = Math.max(highest, next);
    return next != after;
  }

  private void receive(RecordedEvent event) {
    long position = event.position();
    if (position <= highest) {
      boolean again = Arrays.stream(given, 0, count).anyMatch(earlier -> earlier == position);
      flaws.add(
          again ? Flaw.DOUBLED : Flaw.OUT_OF_ORDER,
          position,
          who + " had come to " + highest + " and was then given " + event);
    }
    if (ledger.isRolledBack(event.eventId())) {
      flaws.add(Flaw.PHANTOM, position, who + " was given " + event + ", which was rolled back");
    }
    if (ledger.isUnknown(event.eventId())) {
      flaws.add(Flaw.PHANTOM, position, who + " was given " + event + ", which nobody wrote");
    }
    if (!filter.accepts(event)) {
      flaws.add(Flaw.UNWANTED, position, who + " was given " + event);
    }
    checkSequence(event);
    highest = Math.max(highest, position);
    given = count == given.length ? Arrays.copyOf(given, 2 * count) : given;
    given[count] = position;
    count++;
  }

  private void checkSequence(RecordedEvent event) {
    @Nullable Long last = sequences.put(event.stream(), event.sequence());
    boolean all = filter.eventTypes().isEmpty();
    if (last != null && (event.sequence() <= last || (all && event.sequence() != last + 1))) {
      flaws.add(
          Flaw.OUT_OF_ORDER,
          event.position(),
          who + " was given sequence " + last + " of " + event.stream() + ", and then " + event);
    }
  }

  String who() {
    return who;
  }

  EventFilter filter() {
    return filter;
  }

  long from() {
    return from;
  }

  /**
   * Returns how far this reader has come.
   *
   * @return the position that the next poll begins after
   */
  public long checkpoint() {
    return checkpoint;
  }

  /** Returns the positions that were given, sorted. */
  long[] given() {
    long[] sorted = Arrays.copyOf(given, count);
    Arrays.sort(sorted);
    return sorted;
  }
}

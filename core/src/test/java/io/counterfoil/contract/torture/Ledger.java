package io.counterfoil.contract.torture;

import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Knows what the writers were told about each of their events. Thread-safe. */
public final class Ledger {

  /** What became of an event, as far as its writer knows. */
  enum Fate {
    UNDER_WAY,
    COMMITTED,
    ROLLED_BACK,
    IN_DOUBT
  }

  private final History history;
  private final Map<UUID, Fate> fates = new ConcurrentHashMap<>();
  private final Map<UUID, Transaction> origins = new ConcurrentHashMap<>();
  private final Set<StreamId> streams = ConcurrentHashMap.newKeySet();

  /**
   * Begins an empty ledger.
   *
   * @param history is told all, too
   */
  public Ledger(History history) {
    this.history = history;
  }

  /**
   * Begins a transaction.
   *
   * @param who the writer
   * @param style how it writes
   * @return an entry to tell all to
   */
  public Transaction begin(String who, String style) {
    return new Transaction(who, style);
  }

  Set<StreamId> streams() {
    return streams;
  }

  Map<UUID, Fate> fates() {
    return fates;
  }

  /** Says where an event comes from. */
  Transaction originOf(UUID event) {
    return Objects.requireNonNull(origins.get(event), "an event that was written");
  }

  boolean isRolledBack(UUID event) {
    return fates.get(event) == Fate.ROLLED_BACK;
  }

  boolean isUnknown(UUID event) {
    return !fates.containsKey(event);
  }

  /** The events of one transaction; for the thread of its writer only. */
  public final class Transaction {
    private final String who;
    private final String style;
    private final List<UUID> events = new ArrayList<>();
    private long first;
    private long last;

    private Transaction(String who, String style) {
      this.who = who;
      this.style = style;
    }

    /**
     * Tells of an event that is about to be sent to the store.
     *
     * @param stream its stream
     * @param event its id
     */
    public void writes(StreamId stream, UUID event) {
      streams.add(stream);
      origins.put(event, this);
      events.add(event);
      @Nullable Fate before = fates.put(event, Fate.UNDER_WAY);
      if (before != null) {
        throw new IllegalStateException("two events were made with the id " + event);
      }
    }

    /**
     * Tells that the store numbered events.
     *
     * @param from the first position
     * @param to the last position
     */
    public void at(long from, long to) {
      first = first == 0 ? from : first;
      last = to;
      history.note(who, from, to, style, "wrote");
    }

    /**
     * Counts the events, to go back to there.
     *
     * @return how many there are
     */
    public int mark() {
      return events.size();
    }

    /**
     * Tells that the events since a mark were rolled back, as to a savepoint.
     *
     * @param mark what {@link #mark} said
     */
    public void undoneTo(int mark) {
      List<UUID> undone = events.subList(mark, events.size());
      undone.forEach(event -> fates.put(event, Fate.ROLLED_BACK));
      undone.clear();
      history.note(who, first, last, style, "went back to a savepoint");
    }

    /** Tells that all was committed. */
    public void committed() {
      end(Fate.COMMITTED);
    }

    /** Tells that nothing was stored. */
    public void rolledBack() {
      end(Fate.ROLLED_BACK);
    }

    /** Tells that nobody knows whether all was committed or nothing. */
    public void inDoubt() {
      end(Fate.IN_DOUBT);
    }

    /** The first position that the store gave it, or 0. */
    long first() {
      return first;
    }

    /** Names the writer, the style and the positions. */
    @Override
    public String toString() {
      return who + " (" + style + ") @" + first + "-" + last;
    }

    private void end(Fate fate) {
      events.forEach(event -> fates.put(event, fate));
      history.note(who, first, last, style, fate.name());
    }
  }
}

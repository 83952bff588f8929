package io.counterfoil.contract.torture;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Judges a round. Each reader must have been given, in order and exactly once, all committed events
 * that it asked for between its first and its last checkpoint, and nothing else. Thread-safe.
 */
public final class Oracle {
  private final History history = new History();
  private final Flaws flaws = new Flaws(history);
  private final Ledger ledger = new Ledger(history);
  private final List<Life> lives = Collections.synchronizedList(new ArrayList<>());

  /** Begins a round. */
  public Oracle() {}

  /**
   * Returns where the writers write down what they do.
   *
   * @return the ledger of this round
   */
  public Ledger ledger() {
    return ledger;
  }

  /**
   * Returns what has happened.
   *
   * @return the history of this round
   */
  public History history() {
    return history;
  }

  /**
   * Begins to watch a reader.
   *
   * @param who the reader's name
   * @param tail how it reads
   * @param filter what it asks for
   * @param from the checkpoint that it begins with
   * @return what it is given
   */
  public Life join(String who, LogTail tail, EventFilter filter, long from) {
    Life life = new Life(who, tail, filter, from, ledger, flaws, history);
    lives.add(life);
    history.note(who, from, from, "reader", "joined, asking for " + filter);
    return life;
  }

  /**
   * Takes down that a reader did not come to the end.
   *
   * @param life what it was given
   * @param end the end
   */
  public void stalled(Life life, long end) {
    flaws.add(
        Flaw.STALLED,
        life.checkpoint() + 1,
        life.who() + " stands at " + life.checkpoint() + " of " + end);
  }

  /**
   * Takes down that somebody failed.
   *
   * @param who failed
   * @param failure why
   */
  public void failed(String who, Throwable failure) {
    flaws.add(who, failure);
  }

  /**
   * Reads the truth, after all writers have gone.
   *
   * @param store where it is
   * @return the end of the log, as far as this round wrote it; 0 if it wrote nothing
   */
  public long end(EventStore store) {
    return StoredLog.of(store, ledger.streams(), new Flaws(history)).head();
  }

  /**
   * Judges, after all writers and readers have gone.
   *
   * @param store where the truth is
   * @param name of the round, with its seed: so that it can be repeated
   * @return the verdict
   */
  public Verdict judge(EventStore store, String name) {
    StoredLog log = StoredLog.of(store, ledger.streams(), flaws);
    log.compareWith(ledger, flaws);
    long given = 0;
    for (Life life : lives) {
      compare(life, log.events());
      given += life.given().length;
    }
    long rolledBack =
        ledger.fates().values().stream().filter(fate -> fate == Ledger.Fate.ROLLED_BACK).count();
    return new Verdict(
        name,
        log.events().size(),
        rolledBack,
        given,
        lives.size(),
        flaws.counts(),
        flaws.describe());
  }

  private void compare(Life life, List<RecordedEvent> log) {
    long[] given = life.given();
    EventFilter filter = life.filter();
    int at = 0;
    for (RecordedEvent event : log) {
      long position = event.position();
      while (at < given.length && given[at] < position) {
        phantom(life, given[at]);
        at++;
      }
      boolean wasGiven = at < given.length && given[at] == position;
      while (at < given.length && given[at] == position) {
        at++;
      }
      boolean passed = position > life.from() && position <= life.checkpoint();
      if (passed && !wasGiven && filter.accepts(event)) {
        flaws.add(
            Flaw.LOST,
            position,
            life.who()
                + " read from "
                + life.from()
                + " to "
                + life.checkpoint()
                + " without "
                + event);
      }
    }
    for (; at < given.length; at++) {
      phantom(life, given[at]);
    }
  }

  private void phantom(Life life, long position) {
    flaws.add(
        Flaw.PHANTOM, position, life.who() + " was given @" + position + ", which is not stored");
  }
}

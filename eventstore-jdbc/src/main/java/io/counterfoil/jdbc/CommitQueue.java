package io.counterfoil.jdbc;

import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides which appends run together, and on whose thread. Thread-safe; runs nothing itself.
 *
 * <p>An append that finds a free place and its stream unused runs at once, by itself. Others wait.
 * Whoever gives a place back hands it on to the oldest that can run, which takes others along: of
 * each stream the oldest, and none whose stream is under way already, so that no two ever wait for
 * each other in the database because of what they were put together with.
 *
 * <p>Nobody waits for ever. Who has a place may wait in the database for a transaction of a caller
 * that goes on only after an append which waits here, a circle that no database sees. So a place
 * counts as free again once it was held several times as long as usual, and a wait for a stream
 * ends with an append by itself.
 */
final class CommitQueue {
  private static final int USUAL_TIMES = 8;
  private static final int SAMPLES = 16;

  private final int places;
  private final int mostAppends;
  private final long mostCharacters;
  private final long shortestNanos;
  private final long patienceNanos;
  private final Parking parking;

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Ticket> waiting = new LinkedHashSet<>();
  private final Set<StreamId> underWay = new HashSet<>();
  private final List<Ticket> running = new ArrayList<>(); // who has a place
  private volatile long usualNanos; // written under the lock

  /**
   * Makes a queue that nobody waits in.
   *
   * @param places how many batches run at once
   * @param mostAppends how many appends a batch has at most
   * @param mostCharacters how many characters the payloads of a batch have at most together; a
   *     larger append runs by itself
   * @param shortestNanos how long a place counts as taken at least
   * @param patienceNanos how long a place counts as taken at most, and how long an append waits for
   *     its stream
   */
  CommitQueue(
      int places, int mostAppends, long mostCharacters, long shortestNanos, long patienceNanos) {
    this(places, mostAppends, mostCharacters, shortestNanos, patienceNanos, Parking.USUAL);
  }

  /** Makes a queue whose threads wait in their own way. */
  CommitQueue(
      int places,
      int mostAppends,
      long mostCharacters,
      long shortestNanos,
      long patienceNanos,
      Parking parking) {
    this.parking = parking;
    this.places = places;
    this.mostAppends = mostAppends;
    this.mostCharacters = mostCharacters;
    this.shortestNanos = shortestNanos;
    this.patienceNanos = patienceNanos;
    this.usualNanos = shortestNanos / USUAL_TIMES;
  }

  /** What became of an append, as far as others have to do with it. */
  enum State {
    /** Nobody has taken it along yet. */
    WAITING,
    /** Somebody runs it. */
    TAKEN,
    /** It runs a batch, with itself in it. */
    LEADS,
    /** It was run, or must run by itself. */
    SETTLED,
    /** It gave up waiting. */
    WITHDRAWN
  }

  /** An append on its way. */
  static final class Ticket {
    private final EncodedAppend append;
    private final Thread owner = Thread.currentThread();
    private final long since = System.nanoTime();
    private volatile State state = State.WAITING;
    private long begun; // since it has a place
    private GroupCommit.Fate fate = GroupCommit.Fate.failed(); // written before it is settled

    Ticket(EncodedAppend append) {
      this.append = append;
    }

    EncodedAppend append() {
      return append;
    }

    StreamId stream() {
      return append.append().stream();
    }

    State state() {
      return state;
    }

    /** Is told, before it is settled, what became of it. */
    void meets(GroupCommit.Fate met) {
      fate = met;
    }

    GroupCommit.Fate fate() {
      return fate;
    }

    long waitedNanos() {
      return System.nanoTime() - since;
    }
  }

  /** Tells whether each append has a batch of its own, so that there is nothing to wait for. */
  boolean isOff() {
    return mostAppends == 1;
  }

  /** Counts those that wait. */
  int length() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place and the stream, if both are free. */
  boolean enterAtOnce(Ticket ticket) {
    lock.lock();
    try {
      if (hasPlace() && underWay.add(ticket.stream())) {
        takePlace(ticket);
        return true;
      }
      waiting.add(ticket);
      return false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the append leads or is settled, or has waited too long for its stream; an interrupt
   * ends the wait as long as nobody has taken it along.
   *
   * @return true if an interrupt ended the wait; it is set again
   */
  boolean await(Ticket ticket) {
    boolean interrupted = false;
    try {
      while (ticket.state == State.WAITING || ticket.state == State.TAKEN) {
        if (ticket.state == State.TAKEN) {
          parking.park(this);
        } else if (ticket.waitedNanos() <= patienceNanos || !withdrawFromItsStream(ticket)) {
          parking.parkNanos(this, overdueNanos());
          wakeWhoCanRun(); // a place may be overdue by now
        }
        if (Thread.interrupted()) {
          interrupted = true;
          if (withdraw(ticket)) {
            return true;
          }
        }
      }
      return false;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Gives up if it waits for its stream; a place will be free or overdue, sooner or later. */
  private boolean withdrawFromItsStream(Ticket ticket) {
    lock.lock();
    try {
      return underWay.contains(ticket.stream()) && withdraw(ticket);
    } finally {
      lock.unlock();
    }
  }

  private boolean withdraw(Ticket ticket) {
    lock.lock();
    try {
      if (ticket.state != State.WAITING) {
        return false;
      }
      waiting.remove(ticket);
      ticket.state = State.WITHDRAWN;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the leader's place back, and the streams of what is done; wakes who can run now. */
  void leave(Ticket leader, List<Ticket> done) {
    List<Ticket> leaders;
    lock.lock();
    try {
      running.remove(leader);
      long took = System.nanoTime() - leader.begun;
      // What waited for somebody's lock says little of what is usual.
      long usual = usualNanos;
      usualNanos = usual + (Math.min(took, USUAL_TIMES * usual) - usual) / SAMPLES;
      done.forEach(ticket -> underWay.remove(ticket.stream()));
      leaders = appoint();
    } finally {
      lock.unlock();
    }
    wake(leaders);
  }

  /** Gives back the stream of an append that ran by itself after its batch. */
  void leaveAlone(Ticket ticket) {
    List<Ticket> leaders;
    lock.lock();
    try {
      underWay.remove(ticket.stream());
      leaders = appoint();
    } finally {
      lock.unlock();
    }
    wake(leaders);
  }

  private void wakeWhoCanRun() {
    List<Ticket> leaders;
    lock.lock();
    try {
      leaders = appoint();
    } finally {
      lock.unlock();
    }
    wake(leaders);
  }

  private void wake(List<Ticket> leaders) {
    leaders.forEach(leader -> parking.unpark(leader.owner));
  }

  /** Ends the waits of those that were taken along. */
  void settle(List<Ticket> batch) {
    for (Ticket ticket : batch) {
      ticket.state = State.SETTLED;
      if (ticket.owner != Thread.currentThread()) {
        parking.unpark(ticket.owner);
      }
    }
  }

  private List<Ticket> appoint() {
    List<Ticket> leaders = new ArrayList<>(1);
    while (!waiting.isEmpty() && hasPlace()) {
      Ticket leader = oldestThatCanRun();
      if (leader == null) {
        break; // all that wait, wait for their streams
      }
      takePlace(leader);
      leader.state = State.LEADS;
      leaders.add(leader);
    }
    return leaders;
  }

  private @Nullable Ticket oldestThatCanRun() {
    for (Iterator<Ticket> oldest = waiting.iterator(); oldest.hasNext(); ) {
      Ticket ticket = oldest.next();
      if (underWay.add(ticket.stream())) {
        oldest.remove();
        return ticket;
      }
    }
    return null;
  }

  private void takePlace(Ticket ticket) {
    ticket.begun = System.nanoTime();
    running.add(ticket);
  }

  private boolean hasPlace() {
    if (running.size() < places) {
      return true;
    }
    long now = System.nanoTime();
    long overdue = overdueNanos();
    long counting = running.stream().filter(ticket -> now - ticket.begun < overdue).count();
    return counting < places;
  }

  private long overdueNanos() {
    return Math.max(shortestNanos, Math.min(USUAL_TIMES * usualNanos, patienceNanos));
  }

  /**
   * Takes along what waits by now: more than when the leader was appointed, which had to wake up
   * first.
   *
   * @param leader the leader
   * @param batch has the leader, and receives the others as they are taken
   */
  void takeAlong(Ticket leader, List<Ticket> batch) {
    lock.lock();
    try {
      leader.begun = System.nanoTime();
      take(leader, batch);
    } finally {
      lock.unlock();
    }
  }

  private void take(Ticket leader, List<Ticket> batch) {
    long characters = leader.append.characters();
    for (Iterator<Ticket> oldest = waiting.iterator();
        oldest.hasNext() && batch.size() < mostAppends; ) {
      Ticket ticket = oldest.next();
      long more = ticket.append.characters();
      if (characters + more <= mostCharacters && underWay.add(ticket.stream())) {
        batch.add(ticket); // first: should this fail, the ticket still waits
        oldest.remove();
        ticket.state = State.TAKEN;
        characters += more;
      }
    }
  }
}

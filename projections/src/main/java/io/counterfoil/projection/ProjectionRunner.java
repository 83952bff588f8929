package io.counterfoil.projection;

import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps read models up to date with a store: each projection on a thread of its own, at its own
 * pace, with its own checkpoint and its own failures. Thread-safe.
 *
 * <pre>{@code
 * try (ProjectionRunner runner = ProjectionRunner.on(store).run(balance).start()) {
 *   runner.await("balance_view", position, Duration.ofSeconds(1));
 * }
 * }</pre>
 *
 * <p>An append through the same store object wakes the projections at once. Appends of other
 * processes are found by looking at the log, at an interval that grows while nothing happens.
 *
 * <p>A projection is kept by one runner at a time. Where two run it by mistake, the one that came
 * last goes on, and the other one stops as {@link ProjectionState#FENCED}; where rows and
 * checkpoint are committed together, nothing is ever applied twice.
 */
public final class ProjectionRunner implements AutoCloseable {
  private static final Duration CLOSE_WAITS = Duration.ofSeconds(30);

  private final EventStore store;
  private final Map<String, Lane> lanes;
  private final ThreadFactory threads;
  private final Bell bell;
  private EventStore.@Nullable Subscription subscription;
  private boolean closed;

  ProjectionRunner(EventStore store, Map<String, Lane> lanes, ThreadFactory threads, Bell bell) {
    this.store = store;
    this.lanes = lanes;
    this.threads = threads;
    this.bell = bell;
  }

  /**
   * Begins to declare a runner.
   *
   * @param store where the events come from
   * @return a builder
   */
  public static ProjectionRunnerBuilder on(EventStore store) {
    return new ProjectionRunnerBuilder(Objects.requireNonNull(store, "store"));
  }

  /**
   * Starts every projection that does not run, from its checkpoint: also one that had failed. Does
   * not wait for the database: one that is away is tried again, and {@link #status()} says so.
   * Where a {@link #stop} timed out, waits for the batch that is still under way.
   *
   * @return this runner
   * @throws IllegalStateException if the runner is closed
   */
  public synchronized ProjectionRunner start() {
    requireOpen();
    if (subscription == null) {
      subscription = store.onAppend(bell::ring);
    }
    lanes.values().forEach(lane -> lane.start(threads));
    return this;
  }

  /**
   * Stops all projections behind the batch that they are at, and waits for that. They can be
   * started again. Interrupts nobody; an interrupt of the caller is kept for later.
   *
   * @param timeout how long to wait at most
   * @return true if all have stopped; false if some still work on a batch: they stop behind it
   */
  public synchronized boolean stop(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    lanes.values().forEach(Lane::stop);
    boolean all = true;
    for (Lane lane : lanes.values()) {
      all &= lane.joinUntil(deadline);
    }
    return all;
  }

  /**
   * Stops for good, waiting 30 seconds at most. A second call does nothing.
   *
   * @throws ProjectionException if a projection is still at work on a batch after that time; it
   *     stops behind it
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (!stop(CLOSE_WAITS)) {
      throw new ProjectionException(
          "a projection is still at work on a batch after "
              + CLOSE_WAITS.toSeconds()
              + " s; it stops behind it",
          null);
    }
  }

  /**
   * Waits until a read model has come to a position: to read what one has just written. Also
   * returns for an event that the projection does not handle. What is awaited must be committed:
   * inside the transaction that appends, the event never comes.
   *
   * @param projection the projection's name
   * @param position the position to wait for; 0 returns at once
   * @param timeout how long to wait at most
   * @throws ProjectionTimeout if it did not come so far in that time
   * @throws ProjectionStopped at once, if the projection has stopped on a failure before it
   * @throws ProjectionException at once, if it is not known to have come so far and nobody brings
   *     it there: the runner is not started, or is stopped or closed, and no other thread is in
   *     {@link #catchUp} or {@link #rebuild}
   * @throws IllegalArgumentException if no projection has that name
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  public void await(String projection, long position, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    lane(projection).progress().await(position, timeout);
  }

  /**
   * Brings all projections to where the head of the log is now, one after another, on the caller's
   * thread; works with and without {@link #start()}. For tests and command-line programs. Waits for
   * appends that are under way before the head; a database that is away is not waited for without
   * end. Programs that do this at once take the projection over from one another; each of them ends
   * when the read model has come to the head that it saw.
   *
   * @throws ProjectionStopped if a projection fails; those after it were not brought forward
   * @throws EventStoreException if the store failed
   * @throws ProjectionException if the caller is interrupted
   */
  public void catchUp() {
    lanes.values().forEach(Lane::catchUp);
  }

  /**
   * Does the same for one projection.
   *
   * @param projection the projection's name
   * @throws ProjectionStopped if it fails
   * @throws EventStoreException if the store failed
   * @throws ProjectionException if the caller is interrupted
   * @throws IllegalArgumentException if no projection has that name
   */
  public void catchUp(String projection) {
    lane(projection).catchUp();
  }

  /**
   * Empties a read model and fills it again from the first event, on the caller's thread. Readers
   * see it empty, and then growing. Works with and without {@link #start()}: while it runs, the
   * projection's own thread waits, and goes on behind it. A rebuild that was cut short goes on
   * where it was with the next start.
   *
   * @param projection the projection's name
   * @return how many events were applied
   * @throws ProjectionStopped if the projection fails
   * @throws CheckpointFenced if another runner has taken the read model over
   * @throws EventStoreException if the store failed
   * @throws ProjectionException if the read model cannot be emptied, the runner is stopped
   *     meanwhile or the caller is interrupted
   * @throws IllegalStateException if nothing says how the projection's sink is emptied
   * @throws IllegalArgumentException if no projection has that name
   */
  public long rebuild(String projection) {
    return rebuild(projection, (position, head, events) -> {});
  }

  /**
   * Does the same, and tells a listener after each batch.
   *
   * @param projection the projection's name
   * @param listener is told how far it has come
   * @return how many events were applied
   * @throws ProjectionStopped if the projection fails
   * @throws CheckpointFenced if another runner has taken the read model over
   * @throws EventStoreException if the store failed
   * @throws ProjectionException if the read model cannot be emptied, the runner is stopped
   *     meanwhile or the caller is interrupted
   * @throws IllegalStateException if nothing says how the projection's sink is emptied
   * @throws IllegalArgumentException if no projection has that name
   */
  public long rebuild(String projection, RebuildListener listener) {
    return lane(projection).rebuild(Objects.requireNonNull(listener, "listener"));
  }

  /**
   * Tells how all projections stand, in the order in which they were declared. Asks the store for
   * its head.
   *
   * @return one status for each projection
   */
  public List<ProjectionStatus> status() {
    OptionalLong head = head();
    return lanes.values().stream().map(lane -> status(lane, head)).toList();
  }

  /**
   * Tells how one projection stands. Asks the store for its head.
   *
   * @param projection the projection's name
   * @return its status
   * @throws IllegalArgumentException if no projection has that name
   */
  public ProjectionStatus status(String projection) {
    Lane lane = lane(projection);
    return status(lane, head());
  }

  private static ProjectionStatus status(Lane lane, OptionalLong head) {
    return lane.progress().status(lane.projection().version(), head);
  }

  private OptionalLong head() {
    try {
      return OptionalLong.of(store.head());
    } catch (EventStoreException e) {
      return OptionalLong.empty(); // the status must be had while the store is away
    }
  }

  private Lane lane(String projection) {
    Objects.requireNonNull(projection, "projection");
    @Nullable Lane lane = lanes.get(projection);
    if (lane == null) {
      throw new IllegalArgumentException(
          "no projection is named '" + projection + "'; there are " + lanes.keySet());
    }
    return lane;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the runner is closed; build another one");
    }
  }
}

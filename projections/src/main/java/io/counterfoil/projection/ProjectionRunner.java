package io.counterfoil.projection;

import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.StreamId;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
  private final Map<String, Lanes> projections;
  private final Executor threads;
  private final Bell bell;
  private final Clock clock;
  private final SafeListener listener;
  private EventStore.@Nullable Subscription subscription;
  private boolean closed;

  ProjectionRunner(
      EventStore store,
      Map<String, Lanes> projections,
      Executor threads,
      Bell bell,
      Clock clock,
      SafeListener listener) {
    this.store = store;
    this.projections = projections;
    this.threads = threads;
    this.bell = bell;
    this.clock = clock;
    this.listener = listener;
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
    lanes().forEach(lane -> lane.start(threads));
    return this;
  }

  /**
   * Stops all projections behind the batch that they are at, and waits for that. They can be
   * started again. Interrupts nobody; an interrupt of the caller is kept for later. Calls of {@code
   * start}, {@code stop} and {@code close} come one after another: a start that waits for a batch
   * of before is waited for, too. Not for a listener, where two would wait for one another.
   *
   * @param timeout how long to wait at most
   * @return true if all have stopped; false if some still work on a batch: they stop behind it
   */
  public synchronized boolean stop(Duration timeout) {
    long nanos = Math.min(TimeUnit.NANOSECONDS.convert(timeout), Long.MAX_VALUE / 4);
    long deadline = System.nanoTime() + nanos;
    if (subscription != null) {
      subscription.close();
      subscription = null;
    }
    List<Lane> lanes = lanes().toList();
    lanes.forEach(Lane::stop);
    boolean all = true;
    for (Lane lane : lanes) {
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
   * @throws ProjectionParked if the event was not applied but parked
   * @throws ProjectionException at once, if it is not known to have come so far and nobody brings
   *     it there: the runner is not started, or is stopped or closed, and no other thread is in
   *     {@link #catchUp} or {@link #rebuild}
   * @throws IllegalArgumentException if no projection has that name
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  public void await(String projection, long position, Duration timeout)
      throws InterruptedException {
    Objects.requireNonNull(timeout, "timeout");
    Lanes lanes = lanes(projection);
    lanes.await(position, timeout);
    if (lanes.serving().progress().hasParked()) {
      Optional<ParkedEvent> parked = parked(projection).at(position);
      if (parked.isPresent()) {
        throw new ProjectionParked(projection, parked.get());
      }
    }
  }

  /**
   * Waits like {@link #await}, and then asks a query; asks it in any case, and says whether the
   * read model had come to the position.
   *
   * @param projection the projection's name
   * @param position the position to wait for; 0 for none
   * @param timeout how long to wait at most
   * @param query asks the read model
   * @param <T> what is asked for
   * @param <X> what asking may throw
   * @return the answer, marked as stale if the awaited event may be missing, with the reason
   * @throws X if the query could not be asked
   * @throws IllegalArgumentException if no projection has that name
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  public <T, X extends Exception> ConsistentRead<T> consistentRead(
      String projection, long position, Duration timeout, ConsistentRead.Query<T, X> query)
      throws X, InterruptedException {
    Objects.requireNonNull(query, "query");
    Optional<ProjectionException> stale = Optional.empty();
    try {
      await(projection, position, timeout);
    } catch (ProjectionException e) {
      stale = Optional.of(e);
    }
    try {
      return new ConsistentRead<>(query.run(), stale);
    } catch (Exception e) {
      stale.ifPresent(e::addSuppressed); // it may well be why there is nothing to ask
      throw e;
    }
  }

  /**
   * Lets a projection apply nothing more, in this runner, until it is resumed. Returns when the
   * batch has ended that it was at. It keeps its claim; a stop and a start leave it paused.
   *
   * @param projection the projection's name
   * @throws IllegalArgumentException if no projection has that name
   */
  public void pause(String projection) {
    lanes(projection).all().forEach(lane -> lane.pause(true));
  }

  /**
   * Lets a paused projection go on.
   *
   * @param projection the projection's name
   * @throws IllegalArgumentException if no projection has that name
   */
  public void resume(String projection) {
    lanes(projection).all().forEach(lane -> lane.pause(false));
  }

  /**
   * Takes one turn for each projection, on the caller's thread: reads and applies one batch. For
   * tests that go step by step; works with and without {@link #start()}.
   *
   * @return whether there is more to do, as far as is known; false when all stand at the end of the
   *     log
   * @throws ProjectionStopped if a projection fails; what is tried again by itself otherwise fails
   *     at once here
   */
  public boolean runOnce() {
    boolean more = false;
    for (Lane lane : lanes().toList()) {
      more |= lane.runOnce();
    }
    return more;
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
    lanes().forEach(Lane::catchUp);
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
    lanes(projection).all().forEach(Lane::catchUp);
  }

  /**
   * Fills a read model anew, on the caller's thread; works with and without {@link #start()}.
   *
   * <p>A read model with {@linkplain #generations generations} is filled beside the one that serves
   * readers, which is kept up to date meanwhile by whoever runs the projection. When the new one
   * has come to exactly where that stands, it takes its place in one transaction. Readers never see
   * an empty or a half one, or an older state than before. Where the process ends meanwhile, the
   * next rebuild goes on where it was.
   *
   * <p>Any other one is emptied and filled in its place: readers see it empty, and then growing.
   * While that runs, the projection's own thread waits, and goes on behind it. Cut short, it goes
   * on where it was with the next start.
   *
   * @param projection the projection's name; the newest version of it that this runner runs
   * @return how many events were applied
   * @throws RebuildRefused if it is being rebuilt already
   * @throws ProjectionStopped if the projection fails, or another runner has taken the rebuild over
   * @throws CheckpointFenced if another runner has taken the read model over
   * @throws EventStoreException if the store failed
   * @throws ProjectionException if the rebuild could not be begun, the runner is stopped meanwhile
   *     or the caller is interrupted
   * @throws IllegalStateException if nothing says how the projection's sink is emptied
   * @throws IllegalArgumentException if no projection has that name
   */
  public long rebuild(String projection) {
    return rebuild(projection, progress -> {});
  }

  /**
   * Does the same, and tells a listener after each batch.
   *
   * @param projection the projection's name
   * @param listener is told how far it has come
   * @return how many events were applied
   * @throws RebuildRefused if it is being rebuilt already
   * @throws ProjectionStopped if the projection fails, or another runner has taken the rebuild over
   * @throws CheckpointFenced if another runner has taken the read model over
   * @throws EventStoreException if the store failed
   * @throws ProjectionException if the rebuild could not be begun, the runner is stopped meanwhile
   *     or the caller is interrupted
   * @throws IllegalStateException if nothing says how the projection's sink is emptied
   * @throws IllegalArgumentException if no projection has that name
   */
  public long rebuild(String projection, RebuildListener listener) {
    Objects.requireNonNull(listener, "listener");
    return lanes(projection).newest().rebuild(listener);
  }

  /**
   * Begins to choose events of the log, to give them to a projection's handlers once more or to try
   * them.
   *
   * @param projection the projection's name
   * @return chooses all events, until it is told otherwise
   * @throws IllegalArgumentException if no projection has that name
   */
  public Replay replay(String projection) {
    return new Replay(lanes(projection), store, clock);
  }

  /**
   * Makes the rows of one aggregate anew, in their place: removes them, and applies all events of
   * the aggregate up to the checkpoint, also those that were parked or discarded, in one
   * transaction. Readers see the rows before or after it. Works on the caller's thread, beside
   * whoever runs the projection, whose batches wait meanwhile.
   *
   * @param projection the projection's name; the version of it that readers see
   * @param aggregate the aggregate's stream
   * @return what came of it; all events were applied
   * @throws ReplayRefused if the projection does not say by {@code repairedBy(...)} how these rows
   *     are removed, the aggregate has no event that it wants up to its checkpoint, or another
   *     version serves readers; nothing has changed
   * @throws ProjectionException if an event could not be applied, the database failed, or the
   *     caller is interrupted; nothing has changed
   * @throws EventStoreException if the store failed; nothing has changed
   * @throws IllegalArgumentException if no projection has that name
   */
  public ReplayResult repair(String projection, StreamId aggregate) {
    Objects.requireNonNull(aggregate, "aggregate");
    return lanes(projection).serving().replay(clock).repair(aggregate);
  }

  /**
   * Returns the fillings of a read model.
   *
   * @param projection the projection's name
   * @return the one that readers see, one that is being built beside it, and those that have served
   * @throws IllegalArgumentException if no projection has that name
   */
  public ReadModelGenerations generations(String projection) {
    Lane lane = lanes(projection).newest();
    return new ReadModelGenerations(lane.projection(), lane.readModel());
  }

  /**
   * Returns the events that a projection has set aside.
   *
   * @param projection the projection's name; the version of it that readers see
   * @return its parked events
   * @throws IllegalArgumentException if no projection has that name
   */
  public ParkedEvents parked(String projection) {
    Lane lane = lanes(projection).serving();
    return new ParkedEvents(lane.projection(), lane.readModel(), store, clock, listener);
  }

  /**
   * Tells how all projections stand, in the order in which they were declared. Asks the store for
   * its head, and for whom its readers wait.
   *
   * @return one status for each version of each projection
   */
  public List<ProjectionStatus> status() {
    OptionalLong head = head();
    List<OpenWriter> writers = openWriters();
    return lanes().map(lane -> lane.progress().status(head, writers)).toList();
  }

  /**
   * Tells how one projection stands: the version of it that readers see. Asks the store for its
   * head, and for whom its readers wait.
   *
   * @param projection the projection's name
   * @return its status
   * @throws IllegalArgumentException if no projection has that name
   */
  public ProjectionStatus status(String projection) {
    return lanes(projection).serving().progress().status(head(), openWriters());
  }

  private OptionalLong head() {
    try {
      return OptionalLong.of(store.head());
    } catch (EventStoreException e) {
      return OptionalLong.empty(); // the status must be had while the store is away
    }
  }

  private List<OpenWriter> openWriters() {
    try {
      return store.openWriters();
    } catch (EventStoreException e) {
      return List.of(); // the status must be had while the store is away
    }
  }

  private Stream<Lane> lanes() {
    return projections.values().stream().flatMap(lanes -> lanes.all().stream());
  }

  private Lanes lanes(String projection) {
    Objects.requireNonNull(projection, "projection");
    @Nullable Lanes lanes = projections.get(projection);
    if (lanes == null) {
      throw new IllegalArgumentException(
          "no projection is named '" + projection + "'; there are " + projections.keySet());
    }
    return lanes;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the runner is closed; build another one");
    }
  }
}

package io.counterfoil.projection;

import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps together what belongs to one version of one projection of a runner. */
final class Lane {
  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  /** How often to go on when another program has taken the checkpoint over. */
  private static final int CLAIMS = 30;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Projection projection;
  private final EventStore store;
  private final Bell bell;
  private final ProjectionOptions options;
  private final String owner;
  private final ReadModel readModel;
  private final Progress progress;
  private final LogFollower follower;

  /** Makes a follower of a generation that is built beside the one of this lane. */
  private final Function<Hold.Target, Builder> builders;

  /** How often it was told to stop: a rebuild on a caller's thread ends with the next time. */
  private final AtomicInteger stops = new AtomicInteger();

  private volatile @Nullable ProjectionLoop loop;
  private boolean paused;

  /**
   * A follower of a generation that is being built.
   *
   * @param follower brings it forward
   * @param progress what is known of it
   */
  record Builder(LogFollower follower, Progress progress) {}

  Lane(
      Projection projection,
      EventStore store,
      Bell bell,
      ProjectionOptions options,
      String owner,
      ReadModel readModel,
      Progress progress,
      LogFollower follower,
      Function<Hold.Target, Builder> builders) {
    this.projection = projection;
    this.store = store;
    this.bell = bell;
    this.options = options;
    this.owner = owner;
    this.readModel = readModel;
    this.progress = progress;
    this.follower = follower;
    this.builders = builders;
  }

  Projection projection() {
    return projection;
  }

  ReadModel readModel() {
    return readModel;
  }

  Progress progress() {
    return progress;
  }

  LaneReplay replay(Clock clock) {
    return new LaneReplay(projection, readModel, follower, store, bell, options, clock);
  }

  /** Starts the loop, unless it runs. */
  synchronized void start(Executor threads) {
    if (isRunning()) {
      return;
    }
    progress.joined(); // before anything is waited for: whoever awaits now is not to be sent away
    @Nullable ProjectionLoop next = null;
    try {
      joinUntil(Long.MAX_VALUE); // a broken one may still be on its way out
      follower.begin();
      next = new ProjectionLoop(follower, progress, bell, options, threads, paused);
      threads.execute(next);
      loop = next;
    } catch (Throwable e) {
      progress.ended();
      throw e;
    }
  }

  /** Asks the loop to end. */
  synchronized void stop() {
    stops.incrementAndGet();
    if (loop != null) {
      loop.stop();
    }
  }

  /** Lets the loop apply nothing more, from the end of the batch on that it is at; or go on. */
  void pause(boolean now) {
    synchronized (this) {
      paused = now;
      if (loop != null) {
        loop.pause(now);
      }
    }
    progress.paused(now);
    follower.lock(); // until the batch has ended
    follower.unlock();
  }

  private synchronized boolean isRunning() {
    return loop != null && !loop.hasEnded() && !loop.isStopping() && !progress.hasEnded();
  }

  /** Waits for the loop's end, and keeps an interrupt for later; false if the time was over. */
  boolean joinUntil(long deadline) {
    @Nullable ProjectionLoop ending;
    synchronized (this) {
      ending = loop;
    }
    return ending == null || ending.joinUntil(deadline);
  }

  /** Takes one turn on the caller's thread. */
  boolean runOnce() {
    boolean alone = beginUnlessRunning();
    try {
      return switch (follower.advance()) {
        case MORE -> true;
        case CAUGHT_UP, NOTHING -> false;
        case RETRY -> throw progress.stopped();
        case ENDED -> {
          if (progress.isBroken()) {
            throw progress.stopped();
          }
          yield false;
        }
      };
    } finally {
      endIf(alone);
    }
  }

  /** Brings the read model to where the head of the log is now, on the caller's thread. */
  void catchUp() {
    long head = store.head();
    boolean alone = beginUnlessRunning();
    try {
      for (int claim = 1; !reachUnlessFenced(head, alone && claim < CLAIMS); claim++) {
        long pause = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << claim);
        bell.pause(ThreadLocalRandom.current().nextLong(pause), () -> false);
        follower.begin();
      }
    } catch (InterruptedException e) {
      throw interrupted(head, e);
    } finally {
      endIf(alone);
    }
  }

  /**
   * Programs that catch up at once take the checkpoint from one another: who has lost it leaves the
   * others some time, and then goes on behind what they have done.
   */
  private boolean reachUnlessFenced(long head, boolean mayClaimAgain) {
    try {
      reach(follower, progress, head, () -> false, position -> {});
      return true;
    } catch (ProjectionStopped stopped) {
      if (mayClaimAgain && stopped.getCause() instanceof CheckpointFenced) {
        return false;
      }
      throw stopped;
    }
  }

  /** Fills the read model anew: beside the one that serves where that can be, else in its place. */
  long rebuild(RebuildListener listener) {
    Optional<Generations> generations = readModel.generations();
    return generations.isPresent()
        ? rebuildBeside(generations.get(), listener)
        : rebuildInPlace(listener);
  }

  private long rebuildBeside(Generations generations, RebuildListener listener) {
    Generation next = begin(generations);
    Beside beside = new Beside(generations, next);
    Builder builder = builders.apply(beside);
    long head = store.head();
    long begun = System.nanoTime();
    boolean alone = !isRunning();
    int stopped = stops.get();
    builder.progress().joined();
    builder.follower().begin();
    try {
      do {
        if (stops.get() != stopped) {
          throw stoppedAt(builder.progress().position(), head, "rebuild");
        }
        if (!takeTurn(builder, head) || beside.isLive()) {
          return builder.follower().applied();
        }
        requireNotGivenUp(builder);
        listener.progressed(
            new RebuildProgress(
                next.position(),
                builder.progress().position(),
                head,
                builder.follower().applied(),
                Duration.ofNanos(System.nanoTime() - begun)));
      } while (!builder.progress().isLive() || (alone && !builder.progress().hasReached(head)));
      return builder.follower().applied();
    } catch (InterruptedException e) {
      throw interrupted(head, e);
    } finally {
      builder.follower().finish();
      builder.progress().ended();
      release(generations, next);
      bell.ring(); // for the loop, which finds that it is to work on the new one
    }
  }

  /** Where the rebuild is not done, the next one need not wait until this one counts as gone. */
  private void release(Generations generations, Generation built) {
    try {
      generations.release(built.checkpoint(), owner);
    } catch (Exception e) {
      log.warn(
          "{} is free for another rebuild in half a minute only, as the database failed",
          built.checkpoint(),
          e);
    }
  }

  private ProjectionException stoppedAt(long position, long head, String next) {
    return new ProjectionException(
        "the projection '"
            + projection.name()
            + "' was stopped at position "
            + position
            + " of "
            + head
            + "; the next "
            + next
            + " goes on from there",
        null);
  }

  /** Takes a turn; false if another runner keeps the new read model since it is live. */
  private boolean takeTurn(Builder builder, long head) throws InterruptedException {
    try {
      takeTurn(builder.follower(), builder.progress(), bell.rings(), head, () -> false);
      return true;
    } catch (ProjectionStopped stopped) {
      if (builder.progress().isLive() && stopped.getCause() instanceof CheckpointFenced) {
        return false;
      }
      throw stopped;
    }
  }

  private void requireNotGivenUp(Builder builder) {
    if (builder.progress().state() == ProjectionState.RETIRED) {
      throw new RebuildRefused(
          projection.name(),
          "the rebuild of '" + projection.name() + "' was given up by an order to cancel it");
    }
  }

  private Generation begin(Generations generations) {
    try {
      readModel.setUp();
      return generations.begin(owner);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ProjectionException(
          "the rebuild of '" + projection.name() + "' could not be begun", e);
    }
  }

  private long rebuildInPlace(RebuildListener listener) {
    boolean alone = beginUnlessRunning();
    follower.lock();
    progress.rebuilding(true);
    try {
      long head = store.head();
      long begun = System.nanoTime();
      reset();
      long before = follower.applied();
      reach(
          follower,
          progress,
          head,
          this::isStopping,
          position ->
              listener.progressed(
                  new RebuildProgress(
                      0,
                      position,
                      head,
                      follower.applied() - before,
                      Duration.ofNanos(System.nanoTime() - begun))));
      return follower.applied() - before;
    } finally {
      progress.rebuilding(false);
      follower.unlock();
      endIf(alone);
    }
  }

  /** Takes no lock: a start may hold it while it waits for the end of what asks this. */
  private boolean isStopping() {
    @Nullable ProjectionLoop driving = loop;
    return driving != null && driving.isStopping() && !driving.hasEnded();
  }

  private synchronized boolean beginUnlessRunning() {
    if (isRunning()) {
      return false;
    }
    progress.joined();
    follower.begin();
    return true;
  }

  private void endIf(boolean alone) {
    if (alone) {
      follower.finish();
      progress.ended();
    }
  }

  private void reset() {
    try {
      follower.reset();
    } catch (StepFailed e) {
      throw new ProjectionException(
          "the read model of '" + projection.name() + "' could not be emptied: " + e.step(),
          e.thrown());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ProjectionException(
          "the read model of '" + projection.name() + "' could not be emptied", e);
    }
  }

  private void reach(
      LogFollower driven, Progress known, long head, BooleanSupplier ended, Step step) {
    try {
      do {
        long heard = bell.rings();
        if (ended.getAsBoolean()) {
          throw stoppedAt(known.position(), head, "start");
        }
        takeTurn(driven, known, heard, head, ended);
        step.reached(known.position());
      } while (!known.hasReached(head) && known.state() != ProjectionState.RETIRED);
    } catch (InterruptedException e) {
      throw interrupted(head, e);
    }
  }

  private ProjectionException interrupted(long head, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ProjectionException(
        "interrupted while bringing '" + projection.name() + "' to position " + head, e);
  }

  private void takeTurn(
      LogFollower driven, Progress known, long heard, long head, BooleanSupplier ended)
      throws InterruptedException {
    switch (driven.advance()) {
      case MORE -> {}
      case CAUGHT_UP, NOTHING -> {
        if (!known.hasReached(head)) {
          bell.await(heard, options.pollAtWork());
        }
      }
      case RETRY -> {
        if (driven.isOutOfPatience()) {
          throw known.stopped();
        }
        bell.pause(driven.pauseNanos(), ended);
      }
      case ENDED -> {
        if (Thread.interrupted()) {
          throw new InterruptedException("in a handler");
        }
        if (known.isBroken()) {
          throw known.stopped();
        }
      }
    }
  }

  /** Looks up what has become of a generation that is being built. */
  private static final class Beside implements Hold.Target {
    private final Generations generations;
    private final Generation begun;
    private boolean asked;
    private boolean live;

    Beside(Generations generations, Generation begun) {
      this.generations = generations;
      this.begun = begun;
    }

    /**
     * Asked again, it was refused a batch: if the generation is live, whoever runs the projection
     * keeps it from now on, and the rebuild is done.
     */
    @Override
    public Generation find() throws Exception {
      if (!asked) {
        asked = true;
        return begun;
      }
      Generation found =
          generations.list().stream()
              .filter(known -> known.checkpoint().equals(begun.checkpoint()))
              .findFirst()
              .orElse(begun.as(Generations.Role.RETIRED));
      live = found.role() == Generations.Role.LIVE;
      return live ? found.as(Generations.Role.RETIRED) : found;
    }

    boolean isLive() {
      return live;
    }
  }

  /** Is told where the read model stands. */
  private interface Step {
    void reached(long position);
  }
}

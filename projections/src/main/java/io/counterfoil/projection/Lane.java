package io.counterfoil.projection;

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
import org.jspecify.annotations.Nullable;

/** Keeps together what belongs to one version of one projection of a runner. */
final class Lane {
  /** How often to go on when another program has taken the checkpoint over. */
  private static final int CLAIMS = 30;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Projection projection;
  private final EventStore store;
  private final Bell bell;
  private final ProjectionOptions options;
  private final ReadModel readModel;
  private final Progress progress;
  private final LogFollower follower;
  private final CallersTurns turns;
  private final BesideRebuild beside;

  /** How often it was told to stop: a rebuild on a caller's thread ends with the next time. */
  private final AtomicInteger stops = new AtomicInteger();

  private volatile @Nullable ProjectionLoop loop;
  private boolean paused;

  Lane(
      Projection projection,
      EventStore store,
      Bell bell,
      ProjectionOptions options,
      ReadModel readModel,
      CallersTurns turns,
      BesideRebuild beside) {
    this.projection = projection;
    this.store = store;
    this.bell = bell;
    this.options = options;
    this.readModel = readModel;
    this.progress = turns.progress();
    this.follower = turns.follower();
    this.turns = turns;
    this.beside = beside;
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
      throw turns.interrupted(head, e);
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
      turns.reach(head, () -> false, position -> {});
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
    int stopped = stops.get();
    BooleanSupplier ended = () -> stops.get() != stopped;
    if (generations.isEmpty()) {
      return rebuildInPlace(ended, listener);
    }
    return beside.run(generations.get(), !isRunning(), ended, listener);
  }

  private long rebuildInPlace(BooleanSupplier ended, RebuildListener listener) {
    boolean alone = beginUnlessRunning();
    follower.lock();
    progress.rebuilding(true);
    try {
      long head = store.head();
      long begun = System.nanoTime();
      reset();
      long before = follower.applied();
      turns.reach(
          head,
          ended,
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
}

package io.counterfoil.projection;

import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.EventStore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps together what belongs to one projection of a runner. */
final class Lane {
  /** How often to go on when another program has taken the checkpoint over. */
  private static final int CLAIMS = 30;

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Projection projection;
  private final EventStore store;
  private final Bell bell;
  private final Pace pace;
  private final Progress progress;
  private final LogFollower follower;
  private @Nullable ProjectionLoop loop;
  private @Nullable Thread thread;

  Lane(
      Projection projection,
      EventStore store,
      Bell bell,
      Pace pace,
      Progress progress,
      LogFollower follower) {
    this.projection = projection;
    this.store = store;
    this.bell = bell;
    this.pace = pace;
    this.progress = progress;
    this.follower = follower;
  }

  Projection projection() {
    return projection;
  }

  Progress progress() {
    return progress;
  }

  /** Starts the thread, unless it runs. */
  synchronized void start(ThreadFactory threads) {
    if (isRunning()) {
      return;
    }
    progress.joined(); // before anything is waited for: whoever awaits now is not to be sent away
    try {
      joinUntil(Long.MAX_VALUE); // a broken one may still be on its way out
      follower.begin();
      ProjectionLoop next = new ProjectionLoop(follower, progress, bell, pace);
      Thread runs = threads.newThread(next);
      if (runs == null) {
        throw new IllegalStateException("the thread factory made no thread");
      }
      loop = next;
      thread = runs;
      runs.start();
    } catch (Throwable e) {
      progress.ended();
      throw e;
    }
  }

  /** Asks the thread to end. */
  synchronized void stop() {
    if (loop != null) {
      loop.stop();
    }
  }

  private synchronized boolean isRunning() {
    return thread != null
        && thread.isAlive()
        && loop != null
        && !loop.isStopping()
        && !progress.isBroken();
  }

  /** Waits for the thread's end, and keeps an interrupt for later; false if the time was over. */
  boolean joinUntil(long deadline) {
    @Nullable Thread ending;
    synchronized (this) {
      ending = thread;
    }
    if (ending == null || ending == Thread.currentThread()) {
      return true;
    }
    boolean interrupted = false;
    try {
      while (ending.isAlive()) {
        long left =
            deadline == Long.MAX_VALUE ? TimeUnit.HOURS.toNanos(1) : deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        try {
          TimeUnit.NANOSECONDS.timedJoin(ending, left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
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
      reach(head, () -> false, position -> {});
      return true;
    } catch (ProjectionStopped stopped) {
      if (mayClaimAgain && stopped.getCause() instanceof CheckpointFenced) {
        return false;
      }
      throw stopped;
    }
  }

  /** Empties the read model and replays up to where the head of the log is now. */
  long rebuild(RebuildListener listener) {
    boolean alone = beginUnlessRunning();
    follower.lock();
    progress.rebuilding(true);
    try {
      long head = store.head();
      reset();
      long before = follower.applied();
      reach(
          head,
          this::isStopping,
          position -> listener.progressed(position, head, follower.applied() - before));
      return follower.applied() - before;
    } finally {
      progress.rebuilding(false);
      follower.unlock();
      endIf(alone);
    }
  }

  private synchronized boolean isStopping() {
    return loop != null && loop.isStopping() && thread != null && thread.isAlive();
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

  private void reach(long head, BooleanSupplier ended, Step step) {
    try {
      do {
        long heard = bell.rings();
        if (ended.getAsBoolean()) {
          throw new ProjectionException(
              "the projection '"
                  + projection.name()
                  + "' was stopped at position "
                  + progress.position()
                  + " of "
                  + head
                  + "; the next start goes on from there",
              null);
        }
        takeTurn(heard, head, ended);
        step.reached(progress.position());
      } while (!progress.hasReached(head));
    } catch (InterruptedException e) {
      throw interrupted(head, e);
    }
  }

  private ProjectionException interrupted(long head, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ProjectionException(
        "interrupted while bringing '" + projection.name() + "' to position " + head, e);
  }

  private void takeTurn(long heard, long head, BooleanSupplier ended) throws InterruptedException {
    switch (follower.advance()) {
      case MORE -> {}
      case CAUGHT_UP, NOTHING -> {
        if (!progress.hasReached(head)) {
          bell.await(heard, pace.pollAtWork());
        }
      }
      case RETRY -> {
        if (follower.isOutOfPatience()) {
          throw progress.stopped();
        }
        bell.pause(follower.pauseNanos(), ended);
      }
      case ENDED -> {
        if (Thread.interrupted()) {
          throw new InterruptedException("in a handler");
        }
        throw progress.stopped();
      }
    }
  }

  /** Is told where the read model stands. */
  private interface Step {
    void reached(long position);
  }
}

package io.counterfoil.projection;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Drives one projection on a thread of its own, until it is told to stop or has ended. */
final class ProjectionLoop implements Runnable {
  private final LogFollower follower;
  private final Progress progress;
  private final Bell bell;
  private final ProjectionOptions options;
  private final Executor threads;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopping;
  private volatile boolean paused;
  private volatile @Nullable Thread thread;

  ProjectionLoop(
      LogFollower follower,
      Progress progress,
      Bell bell,
      ProjectionOptions options,
      Executor threads,
      boolean paused) {
    this.follower = follower;
    this.progress = progress;
    this.bell = bell;
    this.options = options;
    this.threads = threads;
    this.paused = paused;
  }

  /**
   * Asks it to end behind the batch that it is at. A flag and a bell, never an interrupt: an
   * interrupt in the midst of file access closes an H2 database for everyone.
   */
  void stop() {
    stopping = true;
    bell.ring();
  }

  void pause(boolean now) {
    paused = now;
    bell.ring();
  }

  boolean isStopping() {
    return stopping;
  }

  boolean hasEnded() {
    return ended.getCount() == 0;
  }

  /**
   * Waits for its end, and keeps an interrupt for later.
   *
   * @return false if the time was over; true for whoever asks from within the loop
   */
  boolean joinUntil(long deadline) {
    if (thread == Thread.currentThread()) {
      return true;
    }
    boolean interrupted = false;
    try {
      while (true) {
        long left =
            deadline == Long.MAX_VALUE ? TimeUnit.HOURS.toNanos(1) : deadline - System.nanoTime();
        try {
          if (ended.await(Math.max(0, left), TimeUnit.NANOSECONDS)) {
            return true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          continue;
        }
        if (left <= 0) {
          return false;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      try {
        follower.finish();
        progress.ended();
      } finally {
        ended.countDown();
        thread = null; // the thread may belong to a pool, and do something else next
      }
    }
  }

  private void follow() throws InterruptedException {
    long interval = options.pollAtWork();
    while (true) {
      // In this order: what rings behind this line, to stop or for an event, ends the wait below.
      long heard = bell.rings();
      if (stopping) {
        return;
      }
      if (paused) {
        bell.await(heard, TimeUnit.HOURS.toNanos(1));
        continue;
      }
      switch (follower.advance(threads)) {
        case MORE -> interval = options.pollAtWork();
        case CAUGHT_UP -> {
          interval = options.pollAtWork();
          if (options.gatherNanos() > 0) {
            bell.pause(options.gatherNanos(), this::isStopping);
          } else {
            bell.await(heard, interval);
          }
        }
        case NOTHING -> {
          boolean rung = bell.await(heard, interval);
          interval = rung ? options.pollAtWork() : options.slower(interval);
        }
        case RETRY -> bell.pause(follower.pauseNanos(), this::isStopping);
        case ENDED -> {
          return;
        }
      }
    }
  }
}

package io.counterfoil.projection;

/** Drives one projection on a thread of its own, until it is told to stop or is broken. */
final class ProjectionLoop implements Runnable {
  private final LogFollower follower;
  private final Progress progress;
  private final Bell bell;
  private final Pace pace;
  private volatile boolean stopping;

  ProjectionLoop(LogFollower follower, Progress progress, Bell bell, Pace pace) {
    this.follower = follower;
    this.progress = progress;
    this.bell = bell;
    this.pace = pace;
  }

  /**
   * Asks it to end behind the batch that it is at. A flag and a bell, never an interrupt: an
   * interrupt in the midst of file access closes an H2 database for everyone.
   */
  void stop() {
    stopping = true;
    bell.ring();
  }

  boolean isStopping() {
    return stopping;
  }

  @Override
  public void run() {
    try {
      follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      follower.finish();
      progress.ended();
    }
  }

  private void follow() throws InterruptedException {
    long interval = pace.pollAtWork();
    while (true) {
      // In this order: what rings behind this line, to stop or for an event, ends the wait below.
      long heard = bell.rings();
      if (stopping) {
        return;
      }
      switch (follower.advance()) {
        case MORE -> interval = pace.pollAtWork();
        case CAUGHT_UP -> {
          interval = pace.pollAtWork();
          bell.await(heard, interval);
        }
        case NOTHING -> {
          boolean rung = bell.await(heard, interval);
          interval = rung ? pace.pollAtWork() : pace.slower(interval);
        }
        case RETRY -> bell.pause(follower.pauseNanos(), this::isStopping);
        case ENDED -> {
          return;
        }
      }
    }
  }
}

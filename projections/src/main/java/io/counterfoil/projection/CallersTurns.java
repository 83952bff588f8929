package io.counterfoil.projection;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Brings a follower forward on the thread of whoever calls, and waits between its turns. */
final class CallersTurns {
  private final String projection;
  private final LogFollower follower;
  private final Progress progress;
  private final Bell bell;
  private final ProjectionOptions options;

  CallersTurns(
      String projection,
      LogFollower follower,
      Progress progress,
      Bell bell,
      ProjectionOptions options) {
    this.projection = projection;
    this.follower = follower;
    this.progress = progress;
    this.bell = bell;
    this.options = options;
  }

  LogFollower follower() {
    return follower;
  }

  Progress progress() {
    return progress;
  }

  /**
   * Takes turns until the read model stands at a position, and tells after each where it stands.
   */
  void reach(long head, BooleanSupplier ended, LongConsumer step) {
    try {
      do {
        long heard = bell.rings();
        if (ended.getAsBoolean()) {
          throw stopped(head, "start");
        }
        take(heard, head, ended);
        step.accept(progress.position());
      } while (!progress.hasReached(head) && progress.state() != ProjectionState.RETIRED);
    } catch (InterruptedException e) {
      throw interrupted(head, e);
    }
  }

  /**
   * Takes one turn, and waits where the next one would find nothing, or fail again.
   *
   * @param heard the last ring of the bell before this turn
   * @throws ProjectionStopped if the projection fails, or its database is away for too long
   */
  void take(long heard, long head, BooleanSupplier ended) throws InterruptedException {
    switch (follower.advance()) {
      case MORE -> {}
      case CAUGHT_UP, NOTHING -> {
        if (!progress.hasReached(head)) {
          bell.await(heard, options.pollAtWork());
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
        if (progress.isBroken()) {
          throw progress.stopped();
        }
      }
    }
  }

  ProjectionException stopped(long head, String next) {
    return new ProjectionException(
        "the projection '"
            + projection
            + "' was stopped at position "
            + progress.position()
            + " of "
            + head
            + "; the next "
            + next
            + " goes on from there",
        null);
  }

  ProjectionException interrupted(long head, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ProjectionException(
        "interrupted while bringing '" + projection + "' to position " + head, e);
  }
}

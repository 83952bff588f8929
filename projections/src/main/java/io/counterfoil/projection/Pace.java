package io.counterfoil.projection;

import java.time.Duration;

/**
 * Says how long to wait: for events, and after failures. Immutable.
 *
 * @param batchSize how many events a batch has at most
 * @param pollAtWork the nanoseconds between two looks at the log while there is work
 * @param pollIdle the nanoseconds that this grows to while there is none
 * @param attempts how often an event is tried
 * @param firstPause the nanoseconds before the second attempt
 * @param longestPause the nanoseconds that this grows to
 */
record Pace(
    int batchSize,
    long pollAtWork,
    long pollIdle,
    int attempts,
    long firstPause,
    long longestPause) {

  static final Pace DEFAULT =
      new Pace(
          500,
          Duration.ofMillis(10).toNanos(),
          Duration.ofSeconds(1).toNanos(),
          3,
          Duration.ofMillis(100).toNanos(),
          Duration.ofSeconds(10).toNanos());

  Pace batchSize(int events) {
    if (events < 1) {
      throw new IllegalArgumentException("a batch has 1 event or more, but was " + events);
    }
    return new Pace(events, pollAtWork, pollIdle, attempts, firstPause, longestPause);
  }

  Pace polling(Duration atWork, Duration idle) {
    requireGrowing(atWork, idle);
    return new Pace(
        batchSize, atWork.toNanos(), idle.toNanos(), attempts, firstPause, longestPause);
  }

  Pace retries(int times, Duration first, Duration longest) {
    if (times < 1) {
      throw new IllegalArgumentException("an event is tried once or more, but was " + times);
    }
    requireGrowing(first, longest);
    return new Pace(batchSize, pollAtWork, pollIdle, times, first.toNanos(), longest.toNanos());
  }

  /** Doubles with each failure in a row. */
  long pauseAfter(int failures) {
    long pause = firstPause;
    for (int i = 1; i < failures && pause < longestPause; i++) {
      pause *= 2;
    }
    return Math.min(pause, longestPause);
  }

  long slower(long interval) {
    return Math.min(interval * 2, pollIdle);
  }

  private static void requireGrowing(Duration shortest, Duration longest) {
    if (shortest.isZero() || shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "a wait is above zero and does not shrink, but was " + shortest + " to " + longest);
    }
    if (longest.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("a wait is at most a day, but was " + longest);
    }
  }
}

package io.counterfoil.projection;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Says how a projection is run: how large its batches are, how often the log is looked at, and what
 * happens when something fails. Immutable; each method answers a copy.
 */
public final class ProjectionOptions {
  private static final ProjectionOptions DEFAULTS =
      new ProjectionOptions(
          500,
          Duration.ofSeconds(1).toNanos(),
          0,
          Duration.ofMillis(10).toNanos(),
          Duration.ofSeconds(1).toNanos(),
          3,
          Duration.ofMillis(100).toNanos(),
          Duration.ofSeconds(10).toNanos(),
          false);

  private final int batchSize;
  private final long batchNanos;
  private final long gatherNanos;
  private final long pollAtWork;
  private final long pollIdle;
  private final int attempts;
  private final long firstPause;
  private final long longestPause;
  private final boolean parks;

  private ProjectionOptions(
      int batchSize,
      long batchNanos,
      long gatherNanos,
      long pollAtWork,
      long pollIdle,
      int attempts,
      long firstPause,
      long longestPause,
      boolean parks) {
    this.batchSize = batchSize;
    this.batchNanos = batchNanos;
    this.gatherNanos = gatherNanos;
    this.pollAtWork = pollAtWork;
    this.pollIdle = pollIdle;
    this.attempts = attempts;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
    this.parks = parks;
  }

  /**
   * Returns what holds unless something else is said.
   *
   * @return batches of 500 events or about a second, a look at the log every 10 milliseconds to 1
   *     second, 3 attempts for an event with pauses from 100 milliseconds to 10 seconds, and then a
   *     stop
   */
  public static ProjectionOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Bounds the events of a batch.
   *
   * @param events how many at most, 1 or more
   * @return a copy
   * @throws IllegalArgumentException if it is below 1
   */
  public ProjectionOptions batchSize(int events) {
    if (events < 1) {
      throw new IllegalArgumentException("a batch has 1 event or more, but was " + events);
    }
    return new ProjectionOptions(
        events,
        batchNanos,
        gatherNanos,
        pollAtWork,
        pollIdle,
        attempts,
        firstPause,
        longestPause,
        parks);
  }

  /**
   * Bounds the time of a batch, and so of a transaction in which rows are locked. Where applying
   * takes longer, the next batches have fewer events; one event always fits.
   *
   * @param longest about how long a batch takes at most, above zero
   * @return a copy
   * @throws IllegalArgumentException if it is not above zero, or more than a day
   */
  public ProjectionOptions batchTime(Duration longest) {
    requireGrowing(longest, longest);
    return new ProjectionOptions(
        batchSize,
        longest.toNanos(),
        gatherNanos,
        pollAtWork,
        pollIdle,
        attempts,
        firstPause,
        longestPause,
        parks);
  }

  /**
   * Lets events gather at the end of the log before they are applied: fewer, larger transactions,
   * at the price of that much later rows.
   *
   * @param time how long; zero, as unless set, applies each event as soon as it is there
   * @return a copy
   * @throws IllegalArgumentException if it is negative, or more than a day
   */
  public ProjectionOptions gathering(Duration time) {
    if (time.isNegative() || time.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("events gather for zero to a day, not for " + time);
    }
    return new ProjectionOptions(
        batchSize,
        batchNanos,
        time.toNanos(),
        pollAtWork,
        pollIdle,
        attempts,
        firstPause,
        longestPause,
        parks);
  }

  /**
   * Sets how often the log is looked at for events that others have appended. The interval doubles
   * while nothing is found, and falls back at work.
   *
   * @param atWork the shortest interval, above zero
   * @param idle the longest interval, at most a day
   * @return a copy
   * @throws IllegalArgumentException if the intervals are out of range
   */
  public ProjectionOptions polling(Duration atWork, Duration idle) {
    requireGrowing(atWork, idle);
    return new ProjectionOptions(
        batchSize,
        batchNanos,
        gatherNanos,
        atWork.toNanos(),
        idle.toNanos(),
        attempts,
        firstPause,
        longestPause,
        parks);
  }

  /**
   * Sets how often an event is tried before it counts as failed. A database that is away is tried
   * without end, at these pauses.
   *
   * @param times how often, 1 or more
   * @param first the pause before the second attempt, above zero; doubles each time, and each is
   *     cut at random by up to a half
   * @param longest the longest pause, at most a day
   * @return a copy
   * @throws IllegalArgumentException if a value is out of range
   */
  public ProjectionOptions retries(int times, Duration first, Duration longest) {
    if (times < 1) {
      throw new IllegalArgumentException("an event is tried once or more, but was " + times);
    }
    requireGrowing(first, longest);
    return new ProjectionOptions(
        batchSize,
        batchNanos,
        gatherNanos,
        pollAtWork,
        pollIdle,
        times,
        first.toNanos(),
        longest.toNanos(),
        parks);
  }

  /**
   * Parks an event that has failed, and all later ones of its stream, instead of stopping the
   * projection: the other streams go on.
   *
   * @return a copy
   */
  public ProjectionOptions parking() {
    return new ProjectionOptions(
        batchSize,
        batchNanos,
        gatherNanos,
        pollAtWork,
        pollIdle,
        attempts,
        firstPause,
        longestPause,
        true);
  }

  int batchSize() {
    return batchSize;
  }

  long batchNanos() {
    return batchNanos;
  }

  long gatherNanos() {
    return gatherNanos;
  }

  long pollAtWork() {
    return pollAtWork;
  }

  int attempts() {
    return attempts;
  }

  boolean parks() {
    return parks;
  }

  /** Doubles with each failure in a row; some of it is left to chance, so that nodes spread. */
  long pauseAfter(int failures) {
    long pause = firstPause;
    for (int i = 1; i < failures && pause < longestPause; i++) {
      pause *= 2;
    }
    pause = Math.min(pause, longestPause);
    return pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1);
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

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
          new Batches(500, Duration.ofSeconds(1).toNanos(), 0),
          new Looks(Duration.ofMillis(10).toNanos(), Duration.ofSeconds(1).toNanos()),
          new Attempts(
              3, Duration.ofMillis(100).toNanos(), Duration.ofSeconds(10).toNanos(), false));

  private final Batches batches;
  private final Looks looks;
  private final Attempts attempts;

  private ProjectionOptions(Batches batches, Looks looks, Attempts attempts) {
    this.batches = batches;
    this.looks = looks;
    this.attempts = attempts;
  }

  /** How many events a batch has, how long it takes, and how long it waits for more of them. */
  private record Batches(int size, long nanos, long gatherNanos) {}

  /** How often the log is looked at. */
  private record Looks(long atWork, long idle) {}

  /** How often and at which pauses an event is tried, and whether it is parked then. */
  private record Attempts(int times, long first, long longest, boolean parks) {}

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
    return of(new Batches(events, batches.nanos(), batches.gatherNanos()));
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
    requireGrowing("the time of a batch", longest, longest);
    return of(new Batches(batches.size(), longest.toNanos(), batches.gatherNanos()));
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
    return of(new Batches(batches.size(), batches.nanos(), time.toNanos()));
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
    requireGrowing("the interval between two looks at the log", atWork, idle);
    return new ProjectionOptions(batches, new Looks(atWork.toNanos(), idle.toNanos()), attempts);
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
    requireGrowing("a pause", first, longest);
    return of(new Attempts(times, first.toNanos(), longest.toNanos(), attempts.parks()));
  }

  /**
   * Parks an event that has failed, and all later ones of its stream, instead of stopping the
   * projection: the other streams go on.
   *
   * @return a copy
   */
  public ProjectionOptions parking() {
    return of(new Attempts(attempts.times(), attempts.first(), attempts.longest(), true));
  }

  private ProjectionOptions of(Batches others) {
    return new ProjectionOptions(others, looks, attempts);
  }

  private ProjectionOptions of(Attempts others) {
    return new ProjectionOptions(batches, looks, others);
  }

  int batchSize() {
    return batches.size();
  }

  long batchNanos() {
    return batches.nanos();
  }

  long gatherNanos() {
    return batches.gatherNanos();
  }

  long pollAtWork() {
    return looks.atWork();
  }

  int attempts() {
    return attempts.times();
  }

  boolean parks() {
    return attempts.parks();
  }

  /** Doubles with each failure in a row; some of it is left to chance, so that nodes spread. */
  long pauseAfter(int failures) {
    long pause = attempts.first();
    for (int i = 1; i < failures && pause < attempts.longest(); i++) {
      pause *= 2;
    }
    pause = Math.min(pause, attempts.longest());
    return pause - ThreadLocalRandom.current().nextLong(pause / 2 + 1);
  }

  long slower(long interval) {
    return Math.min(interval * 2, looks.idle());
  }

  private static void requireGrowing(String what, Duration shortest, Duration longest) {
    if (shortest.isZero() || shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          what + " is above zero and does not shrink, but was " + shortest + " to " + longest);
    }
    if (longest.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(what + " is at most a day, but was " + longest);
    }
  }
}

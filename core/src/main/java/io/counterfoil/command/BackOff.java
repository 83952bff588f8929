package io.counterfoil.command;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits between two attempts: at random, longer each time, so that those who met once do not meet
 * again. An interrupt ends the wait early and stays set; whoever blocks next sees it.
 *
 * @param firstNanos the most that is waited before the second attempt; doubled for each later one
 * @param longestNanos the most that is ever waited
 */
record BackOff(long firstNanos, long longestNanos) {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  static final BackOff DEFAULT = of(Duration.ofNanos(200_000), Duration.ofMillis(20));

  static BackOff of(Duration first, Duration longest) {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(longest, "longest");
    if (first.isNegative() || longest.compareTo(first) < 0 || longest.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "a back-off begins with 0 or more and ends with as much or more, at most "
              + LONGEST
              + "; but it was to begin with "
              + first
              + " and to end with "
              + longest);
    }
    return new BackOff(first.toNanos(), longest.toNanos());
  }

  void beforeAttempt(int attempt) {
    long most = mostBefore(attempt);
    if (most > 0) {
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most + 1));
    }
  }

  long mostBefore(int attempt) {
    int doublings = Math.min(attempt - 2, 40);
    return firstNanos > longestNanos >> doublings ? longestNanos : firstNanos << doublings;
  }
}

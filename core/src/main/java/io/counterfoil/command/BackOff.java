package io.counterfoil.command;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits between two attempts: at random, longer each time, so that those who met once do not meet
 * again. An interrupt ends the wait early and stays set; whoever blocks next sees it.
 */
final class BackOff {
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long FIRST_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private BackOff() {}

  static void beforeAttempt(int attempt) {
    long most = Math.min(LONGEST_NANOS, FIRST_NANOS << Math.min(attempt - 2, 20));
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most + 1));
  }
}

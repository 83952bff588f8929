package io.counterfoil.command;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The moment at which waiting is over. However long a duration is, it never overflows. */
final class Deadline {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private final long end;

  private Deadline(long end) {
    this.end = end;
  }

  static Deadline in(Duration most) {
    long nanos =
        most.isNegative() ? 0 : most.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : most.toNanos();
    return new Deadline(System.nanoTime() + nanos);
  }

  /**
   * Waits for what the monitor, which is held, is notified of; answers false if it takes too long.
   */
  boolean await(Object monitor, BooleanSupplier done) throws InterruptedException {
    while (!done.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      monitor.wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }
}

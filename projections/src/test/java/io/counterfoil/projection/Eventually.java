package io.counterfoil.projection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** Waits for what other threads do, as long as it takes, up to a deadline. */
public final class Eventually {
  public static final Duration SOON = Duration.ofSeconds(30);

  private Eventually() {}

  /** Waits until something holds. */
  public static void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        Assertions.fail("waited in vain until " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Waits until a projection of a runner is in a state. */
  public static void state(ProjectionRunner runner, String name, ProjectionState wanted) {
    until(
        name + " is " + wanted + ", but it is " + runner.status(name),
        () -> runner.status(name).state() == wanted);
  }
}

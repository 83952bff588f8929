package io.counterfoil.projection;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Does something on a thread of its own. The common pool has one thread on a machine of two cores,
 * so two tasks there may well run one after the other: on JDK 25 they do.
 */
public final class Beside {
  private Beside() {}

  /** Starts a task; what it gives, or throws, completes the answer. */
  public static <T> CompletableFuture<T> start(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, Beside::ownThread);
  }

  /** Starts a task that gives nothing. */
  public static CompletableFuture<Void> start(Runnable task) {
    return CompletableFuture.runAsync(task, Beside::ownThread);
  }

  private static void ownThread(Runnable task) {
    Thread thread = new Thread(task, "beside the test");
    thread.setDaemon(true);
    thread.start();
  }
}

package io.counterfoil.transfer;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Stores a batch while the next one is read: one at a time, in their order. */
final class StoringThread implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread storing = new Thread(task, "counterfoil-import");
            storing.setDaemon(true);
            return storing;
          });
  private @Nullable Future<?> underWay;

  /** Begins to store, once what was begun before is done. */
  void begin(Runnable storing) {
    await();
    underWay = thread.submit(storing);
  }

  /** Waits until what was begun is stored, also when interrupted; throws what it threw. */
  void await() {
    Future<?> begun = underWay;
    underWay = null;
    boolean interrupted = false;
    while (begun != null) {
      try {
        begun.get();
        begun = null;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        restore(interrupted);
        throw rethrown(e.getCause());
      }
    }
    restore(interrupted);
  }

  private static void restore(boolean interrupted) {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  /** Leaves nothing under way: whoever has been told of a failure may look at the store. */
  @Override
  public void close() {
    try {
      await();
    } finally {
      thread.shutdown();
    }
  }
}

package io.counterfoil.command;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Runs commands on other threads, a bounded number of them waiting or running. */
final class AsyncCommands {
  private final Executor executor;
  private final int limit;
  private final Semaphore places;
  private final Underway underway = new Underway();

  AsyncCommands(Executor executor, int limit) {
    this.executor = executor;
    this.limit = limit;
    this.places = new Semaphore(limit);
  }

  Underway underway() {
    return underway;
  }

  CompletableFuture<CommandResult> begin(Class<?> commandType, Supplier<CommandResult> dispatch) {
    if (!places.tryAcquire()) {
      return CompletableFuture.failedFuture(new TooManyCommands(commandType, limit));
    }
    if (!underway.begin()) {
      places.release();
      return CompletableFuture.failedFuture(new BusClosed(commandType));
    }
    CompletableFuture<CommandResult> future = new CompletableFuture<>();
    AtomicBoolean settled = new AtomicBoolean();
    try {
      executor.execute(
          () -> {
            if (settled.compareAndSet(false, true)) {
              run(future, dispatch);
            }
          });
    } catch (Throwable e) {
      // An executor may take a command and throw all the same: then it runs, or it does not.
      if (settled.compareAndSet(false, true)) {
        places.release();
        underway.end();
        future.completeExceptionally(
            e instanceof RejectedExecutionException
                ? new TooManyCommands(commandType, limit, e)
                : e);
      }
    }
    return future;
  }

  private void run(CompletableFuture<CommandResult> future, Supplier<CommandResult> dispatch) {
    try {
      Runnable completion = future.isDone() ? () -> {} : completion(future, dispatch);
      places.release(); // before: whoever waits for the future may have this command's place
      completion.run();
    } finally {
      underway.end(); // after: who waits for all finds every future completed
    }
  }

  private static Runnable completion(
      CompletableFuture<CommandResult> future, Supplier<CommandResult> dispatch) {
    try {
      CommandResult result = dispatch.get();
      return () -> future.complete(result);
    } catch (Throwable failure) {
      return () -> future.completeExceptionally(failure);
    }
  }
}

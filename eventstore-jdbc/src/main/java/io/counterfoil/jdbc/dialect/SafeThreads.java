package io.counterfoil.jdbc.dialect;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lends threads that nobody interrupts. Idle ones end, and none keeps the JVM alive. */
final class SafeThreads {
  private static final ExecutorService THREADS =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE, // as many as there are callers waiting
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          SafeThread::new);

  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualSince21();

  private SafeThreads() {}

  /** Tells virtual threads from others; before Java 21 there are none. */
  static boolean isVirtual(Thread thread) {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(thread);
    } catch (Throwable e) {
      throw new LinkageError("Thread.isVirtual() throws nothing", e);
    }
  }

  private static @Nullable MethodHandle isVirtualSince21() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  /**
   * Runs a task on a lent thread, waits for it, and keeps an interrupt of the caller for later. A
   * task within a task stays on its thread, and so within the locks that the thread holds.
   */
  static <T> T call(Task<T> task) throws SQLException {
    if (Thread.currentThread() instanceof SafeThread) {
      return task.call();
    }
    return begin(task).get();
  }

  /** Lets a lent thread run a task, and does not wait for it. */
  static <T> Ahead<T> begin(Task<T> task) {
    return new Ahead<>(THREADS.submit(task::call));
  }

  static <T> T resultOf(Future<T> answer) throws SQLException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw rethrown(Objects.requireNonNull(e.getCause()));
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException rethrown(Throwable cause) throws SQLException {
    if (cause instanceof SQLException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    throw (RuntimeException) cause; // a task throws nothing else
  }

  private static final class SafeThread extends Thread {
    SafeThread(Runnable task) {
      super(task, "counterfoil-jdbc");
      setDaemon(true);
    }
  }

  /**
   * Does something on a lent thread.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  interface Task<T> {
    T call() throws SQLException;
  }
}

package io.counterfoil.jdbc.torture;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * Lets a reader, or a writer, run statement by statement: before each one, and before a commit, it
 * waits for its turn. So others can do things between any two of them, in an order that is the same
 * each time.
 */
final class Turns {
  private static final long SECONDS = 60;

  private final Semaphore granted = new Semaphore(0);
  private final Semaphore reached = new Semaphore(0);
  private volatile boolean taken;

  /** From now on each statement waits for its turn. */
  void begin() {
    taken = true;
  }

  /** Waits for the next turn; on the reader's thread. */
  void await() {
    if (taken) {
      reached.release();
      acquire(granted);
    }
  }

  /** Tells that the reader has ended. */
  void end() {
    reached.release();
  }

  /** Waits until the reader stands before its first statement. */
  void awaitFirst() {
    acquire(reached);
  }

  /** Lets the reader do what it stands before, and waits until it stands before the next. */
  void grant() {
    granted.release();
    acquire(reached);
  }

  /**
   * Does the same, but comes back also when the reader must wait for somebody else.
   *
   * @param blocked tells whether it must
   * @return false if it waits: {@link #awaitFirst} then waits until it goes on
   */
  boolean grant(BooleanSupplier blocked) {
    granted.release();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (System.nanoTime() < deadline) {
      if (reachedSoon()) {
        return true;
      }
      if (blocked.getAsBoolean()) {
        return reachedSoon();
      }
    }
    throw new AssertionError("a turn was neither taken nor blocked within " + SECONDS + " s");
  }

  private boolean reachedSoon() {
    try {
      return reached.tryAcquire(2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets the reader run freely. */
  void release() {
    taken = false;
    granted.release();
  }

  private static void acquire(Semaphore semaphore) {
    try {
      if (!semaphore.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("a turn was not taken within " + SECONDS + " s");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Hands out connections whose statements wait for their turns. */
  DataSource on(DataSource dataSource) {
    return wrap(DataSource.class, dataSource);
  }

  /** Makes the statements of a connection wait for their turns. */
  Connection on(Connection connection) {
    return wrap(Connection.class, connection);
  }

  private <T> T wrap(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            Turns.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().startsWith("execute") || method.getName().equals("commit")) {
                await();
              }
              try {
                return wrapped(method.invoke(target, arguments));
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private Object wrapped(Object answer) {
    if (answer instanceof Connection) {
      return wrap(Connection.class, answer);
    }
    if (answer instanceof PreparedStatement) {
      return wrap(PreparedStatement.class, answer);
    }
    return answer instanceof Statement ? wrap(Statement.class, answer) : answer;
  }
}

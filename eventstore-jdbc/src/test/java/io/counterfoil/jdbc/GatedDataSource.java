package io.counterfoil.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Holds the next connection back until told, and lets a statement end badly. */
final class GatedDataSource {
  private final DataSource real;
  private final AtomicReference<@Nullable CountDownLatch> gate = new AtomicReference<>();
  private final List<String> executed = new CopyOnWriteArrayList<>();
  private volatile Ending ending = Ending.WELL;

  /** What becomes of the statements that write events. */
  enum Ending {
    WELL,
    /** The connection is lost after the statement was done. */
    ANSWER_LOST,
    /** The statement was done, but what it answered cannot be read. */
    ANSWER_UNREADABLE,
    /** The driver throws something that nobody expects. */
    ERROR,
    /** The server refuses the statement. */
    REFUSED
  }

  GatedDataSource(DataSource real) {
    this.real = real;
  }

  /** Closes the gate: whoever asks for a connection next, and nobody else, waits at it. */
  CountDownLatch close() {
    CountDownLatch latch = new CountDownLatch(1);
    gate.set(latch);
    return latch;
  }

  void awaitSomebodyAtTheGate() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (gate.get() != null) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody asks for a connection");
      }
      LockSupport.parkNanos(100_000);
    }
  }

  void end(Ending how) {
    ending = how;
  }

  /** Tells the statements that write events, in order. */
  List<String> executed() {
    return executed;
  }

  DataSource dataSource() {
    return proxy(DataSource.class, real);
  }

  private <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("getConnection")) {
      CountDownLatch latch = gate.getAndSet(null);
      if (latch != null) {
        latch.await();
      }
    }
    boolean writes = method.getName().startsWith("execute") && writesEvents(target);
    if (writes) {
      executed.add(method.getName());
      beforeSending();
    }
    Object answer;
    try {
      answer = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (writes && ending == Ending.ANSWER_UNREADABLE && target instanceof PreparedStatement sent) {
      sent.close();
    }
    if (writes && ending == Ending.ANSWER_LOST) {
      throw new SQLException("the answer is lost", "08006");
    }
    if (answer instanceof Connection && target instanceof DataSource) {
      return proxy(Connection.class, answer);
    }
    return answer instanceof PreparedStatement && target instanceof Connection
        ? proxy(PreparedStatement.class, answer)
        : answer;
  }

  private static boolean writesEvents(Object target) {
    return target instanceof PreparedStatement
        && target.toString().contains("INSERT INTO \"counterfoil_events");
  }

  private void beforeSending() throws SQLException {
    if (ending == Ending.ERROR) {
      throw new AssertionError("the driver broke");
    }
    if (ending == Ending.REFUSED) {
      throw new SQLException("refused", "XX000");
    }
  }
}

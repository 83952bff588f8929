package io.counterfoil.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Notes what goes to the database: statements, and what a connection sends by itself. */
final class CountingDataSource {
  private static final List<String> ROUND_TRIPS =
      List.of("commit", "rollback", "setTransactionIsolation", "getTransactionIsolation");

  private final DataSource real;
  private final List<String> sent = new CopyOnWriteArrayList<>();

  CountingDataSource(DataSource real) {
    this.real = real;
  }

  DataSource counting() {
    return proxy(DataSource.class, real);
  }

  List<String> sent() {
    return List.copyOf(sent);
  }

  void reset() {
    sent.clear();
  }

  private <T> T proxy(Class<T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call(target, method, arguments)));
  }

  private Object call(Object target, Method method, Object[] arguments) throws Throwable {
    String name = method.getName();
    if (name.startsWith("execute")
        || (target instanceof Connection && ROUND_TRIPS.contains(name))) {
      sent.add(name);
    }
    Object answer;
    try {
      answer = method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
    if (answer instanceof Connection && target instanceof DataSource) {
      return proxy(Connection.class, answer);
    }
    if (answer instanceof PreparedStatement) {
      return proxy(PreparedStatement.class, answer);
    }
    return answer instanceof Statement ? proxy(Statement.class, answer) : answer;
  }
}

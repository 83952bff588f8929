package io.counterfoil.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;

/** Takes down the prepared statements that go to PostgreSQL, with the types of their parameters. */
final class SentStatements {
  private static final Map<String, String> TYPES =
      Map.of(
          "setString", "varchar",
          "setNull", "varchar",
          "setLong", "bigint",
          "setInt", "integer",
          "setObject", "uuid");

  private final DataSource dataSource;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  SentStatements(DataSource real) {
    this.dataSource =
        proxy(DataSource.class, real, (called, given) -> ofDataSource(real, called, given));
  }

  /**
   * A statement.
   *
   * @param text with a question mark for each parameter
   * @param types of the parameters
   */
  record Sent(String text, List<String> types) {}

  DataSource dataSource() {
    return dataSource;
  }

  void reset() {
    sent.clear();
  }

  /** Tells what was sent, the same only once. */
  List<Sent> sent() {
    return sent.stream().distinct().toList();
  }

  private Object ofDataSource(DataSource real, Method method, Object[] arguments) throws Throwable {
    Object answer = call(real, method, arguments);
    return answer instanceof Connection connection
        ? proxy(
            Connection.class,
            connection,
            (called, given) -> ofConnection(connection, called, given))
        : answer;
  }

  private Object ofConnection(Connection connection, Method method, Object[] arguments)
      throws Throwable {
    Object answer = call(connection, method, arguments);
    if (!(answer instanceof PreparedStatement statement)) {
      return answer;
    }
    String text = (String) arguments[0];
    Map<Integer, String> types = new TreeMap<>();
    return proxy(
        PreparedStatement.class,
        statement,
        (called, given) -> {
          if (called.getName().startsWith("set") && given.length == 2) {
            types.put((Integer) given[0], type(called.getName(), given[1]));
          } else if (called.getName().startsWith("execute")) {
            sent.add(new Sent(text, new ArrayList<>(types.values())));
          }
          return call(statement, called, given);
        });
  }

  private static String type(String setter, Object value) throws SQLException {
    return value instanceof Array array
        ? array.getBaseTypeName() + "[]"
        : Objects.requireNonNull(TYPES.get(setter), setter);
  }

  private interface Calls {
    Object answer(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Object target, Calls calls) {
    return type.cast(
        Proxy.newProxyInstance(
            target.getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> calls.answer(method, arguments)));
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

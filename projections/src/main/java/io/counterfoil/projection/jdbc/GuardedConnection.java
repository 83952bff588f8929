package io.counterfoil.projection.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Passes everything on to the connection of a batch but what would end the batch's transaction
 * early: rows that are committed without the checkpoint would be written again after a crash.
 */
final class GuardedConnection implements InvocationHandler {
  private static final Set<String> REFUSED =
      Set.of("commit", "close", "abort", "setAutoCommit", "setTransactionIsolation");

  private final Connection real;

  private GuardedConnection(Connection real) {
    this.real = real;
  }

  static Connection around(Connection real) {
    return (Connection)
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new GuardedConnection(real));
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    String name = method.getName();
    boolean whole = name.equals("rollback") && method.getParameterCount() == 0;
    if (whole || REFUSED.contains(name)) {
      throw new IllegalStateException(
          "a handler may not call "
              + name
              + "() on the connection of its batch: rows and checkpoint are committed together"
              + " behind the handlers. To have the batch rolled back, throw an exception; to take"
              + " back a part of it, use a savepoint");
    }
    if (name.equals("equals") && arguments != null && arguments.length == 1) {
      return proxy == arguments[0];
    }
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

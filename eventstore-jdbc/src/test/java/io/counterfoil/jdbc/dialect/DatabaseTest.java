package io.counterfoil.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a connection after a failure. */
class DatabaseTest {
  static Stream<DataSource> databases() {
    return Stream.of(TestDatabases.h2Memory().dataSource(), TestDatabases.postgres().dataSource());
  }

  /** A reader at that level is told to repeat what met a writer. */
  @Test
  void leavesTheLevelSerializableToThePoolAndWorksInReadCommitted() throws SQLException {
    for (TestDatabase made : List.of(TestDatabases.h2Memory(), TestDatabases.postgres())) {
      HikariConfig config = made.poolConfig(1);
      config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
      try (HikariDataSource pool = new HikariDataSource(config)) {
        Database database = Database.of(pool);

        int within = database.inAutoCommit(Connection::getTransactionIsolation);

        assertThat(within).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        try (Connection connection = pool.getConnection()) {
          assertThat(connection.getTransactionIsolation())
              .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nothingIsCommittedAfterARollbackThatFailed(DataSource real) throws SQLException {
    execute(real, "CREATE TABLE t (n INTEGER)");
    List<String> calls = new ArrayList<>();
    Database database = Database.of(failing(real, "rollback", calls));
    calls.clear();

    assertThatThrownBy(
            () ->
                database.inTransaction(
                    connection -> {
                      insert(connection);
                      throw new SQLException("the work failed");
                    }))
        .hasMessage("the work failed")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));

    assertThat(calls).containsSubsequence("setAutoCommit false", "rollback", "abort", "close");
    assertThat(calls).doesNotContain("setAutoCommit true", "commit");
    assertThat(rows(real)).isZero();
  }

  @ParameterizedTest
  @MethodSource("databases")
  void nothingIsCommittedAfterACommitThatFailed(DataSource real) throws SQLException {
    execute(real, "CREATE TABLE t (n INTEGER)");
    List<String> calls = new ArrayList<>();
    Database database = Database.of(failing(real, "commit", calls));
    calls.clear();

    assertThatThrownBy(() -> database.inTransaction(DatabaseTest::insert))
        .isInstanceOf(Database.CommitFailed.class);

    assertThat(calls).contains("abort", "close").doesNotContain("setAutoCommit true");
    assertThat(rows(real)).isZero();
  }

  private static int insert(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate("INSERT INTO t VALUES (1)");
    }
  }

  private static void execute(DataSource on, String sql) throws SQLException {
    try (Connection connection = on.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int rows(DataSource in) throws SQLException {
    try (Connection connection = in.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
      row.next();
      return row.getInt(1);
    }
  }

  /** Hands out connections on which one method always fails, and notes what is called on them. */
  private static DataSource failing(DataSource real, String failing, List<String> calls) {
    return (DataSource)
        Proxy.newProxyInstance(
            DatabaseTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              Connection connection = real.getConnection();
              return Proxy.newProxyInstance(
                  DatabaseTest.class.getClassLoader(),
                  new Class<?>[] {Connection.class},
                  (own, called, with) -> call(connection, called, with, failing, calls));
            });
  }

  private static Object call(
      Connection connection, Method method, Object[] with, String failing, List<String> calls)
      throws Throwable {
    String name = method.getName();
    calls.add(name.equals("setAutoCommit") ? name + " " + with[0] : name);
    if (name.equals(failing)) {
      throw new SQLException("the connection is in trouble");
    }
    try {
      return method.invoke(connection, with);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.projection.declaration.StepFailed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Reaches a database that is asked for its dialect on first use, not when a projection is declared:
 * it may be away then. Thread-safe.
 */
final class ReadModelDatabase {
  private static final int ATTEMPTS = 10;

  /** How long a transaction may wait for the program that began it, which may have been stopped. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

  private final DataSource dataSource;
  private volatile @Nullable Database asked;

  ReadModelDatabase(DataSource dataSource) {
    this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
  }

  <T> T inTransaction(Database.Work<T> work) throws SQLException {
    return database().inTransaction(work);
  }

  /**
   * Does the same for a handler's work. Where the program stands still in the middle of it for a
   * minute, the database ends it: whoever was stopped shall not keep its locks.
   */
  <T> T inBoundedTransaction(Database.Work<T> work) throws SQLException {
    return database()
        .inTransaction(
            connection -> {
              boundIdleTime(connection);
              return work.on(connection);
            });
  }

  /**
   * Runs a transaction, and again where it met another's work: a row that both insert first, a
   * deadlock.
   */
  <T> T inRepeatedTransaction(Database.Work<T> work) throws SQLException {
    SqlDialect dialect = dialect();
    return repeated(work, e -> dialect.isUniqueViolation(e) || dialect.isTransient(e));
  }

  /**
   * Runs a transaction, and again whatever the reason: for nodes that replace the same view at
   * once, databases have errors of no certain code.
   */
  <T> T inStubbornTransaction(Database.Work<T> work) throws SQLException {
    return repeated(work, e -> true);
  }

  private <T> T repeated(Database.Work<T> work, Predicate<SQLException> hasMet)
      throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return database().inTransaction(work);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !hasMet.test(e)) {
          throw e;
        }
      }
    }
  }

  /**
   * Runs statements in one transaction (where the database has DDL in transactions), unless the
   * table or view is there. Looking first is no guard where several nodes do this at once: whoever
   * loses the race sees the creation fail, looks again, and goes on if it is there.
   *
   * @throws StepFailed if a statement failed; it quotes the statement
   */
  void create(String kind, String tableOrView, List<String> statements) throws SQLException {
    for (int attempt = 1; !isThere(tableOrView); attempt++) {
      try {
        run(kind + " " + tableOrView, tableOrView, statements);
      } catch (StepFailed failed) {
        boolean met =
            isThere(tableOrView) || (failed.thrown() instanceof SQLException e && isCollision(e));
        if (attempt == ATTEMPTS || !met) {
          throw failed;
        }
      }
    }
  }

  boolean hasColumn(String table, String column) throws SQLException {
    return database().inAutoCommit(connection -> Catalogue.hasColumn(connection, table, column));
  }

  private void boundIdleTime(Connection connection) throws SQLException {
    Optional<String> bound = dialect().endsWhenIdle(LONGEST_IDLE);
    if (bound.isPresent()) {
      try (Statement set = connection.createStatement()) {
        set.execute(bound.get());
      }
    }
  }

  SqlDialect dialect() {
    return database().dialect();
  }

  /** Where the database has no DDL in transactions, a table that was made half-way is dropped. */
  private void run(String what, String table, List<String> statements) throws SQLException {
    boolean whole = dialect().hasTransactionalDdl();
    database()
        .inTransaction(
            connection -> {
              run(connection, what, whole ? statements : statements.subList(0, 1));
              return true;
            });
    if (!whole) {
      try {
        database()
            .inAutoCommit(
                connection -> {
                  run(connection, what, statements.subList(1, statements.size()));
                  return true;
                });
      } catch (SQLException | StepFailed e) {
        database()
            .inAutoCommit(
                connection -> {
                  ReadModelTables.drop(connection, table);
                  return true;
                });
        throw e;
      }
    }
  }

  static void run(Connection connection, String what, List<String> statements) throws SQLException {
    try (Statement on = connection.createStatement()) {
      for (String statement : statements) {
        run(what, on, statement);
      }
    }
  }

  private static void run(String what, Statement on, String statement) {
    try {
      on.execute(statement);
    } catch (SQLException e) {
      throw new StepFailed(
          "while creating " + what + " by: " + statement.strip().replaceAll("\\s+", " "), e);
    }
  }

  boolean isThere(String tableOrView) throws SQLException {
    return database().inAutoCommit(connection -> Catalogue.has(connection, tableOrView));
  }

  private boolean isCollision(SQLException e) {
    return database().dialect().isAlreadyThere(e) || database().dialect().isTransient(e);
  }

  private Database database() {
    Database known = asked;
    if (known == null) {
      known = Database.of(dataSource);
      asked = known;
    }
    return known;
  }
}

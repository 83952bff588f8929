package io.counterfoil.jdbc.dialect;

import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * States in what a database differs from others. Errors are told apart by SQLState and vendor code,
 * never by their text. Immutable.
 */
public abstract sealed class SqlDialect permits H2Dialect, PostgreSqlDialect {
  private static final List<String> SUPPORTED =
      List.of(PostgreSqlDialect.PRODUCT, H2Dialect.PRODUCT);

  private final String name;

  SqlDialect(String name) {
    this.name = name;
  }

  /**
   * Finds the dialect of a database by asking it. Takes one connection and gives it back.
   *
   * @param dataSource where the database is
   * @return its dialect
   * @throws EventStoreException if the database is not one of those supported, or does not answer
   */
  public static SqlDialect of(DataSource dataSource) {
    Objects.requireNonNull(dataSource, "dataSource");
    try (Connection connection = dataSource.getConnection()) {
      return of(connection);
    } catch (SQLException e) {
      throw silent(e);
    }
  }

  static SqlDialect of(Connection connection) throws SQLException {
    DatabaseMetaData about = connection.getMetaData();
    String product = about.getDatabaseProductName();
    if (PostgreSqlDialect.PRODUCT.equals(product)) {
      PostgreSqlDialect.requireGenuine(connection);
      return new PostgreSqlDialect();
    }
    if (H2Dialect.PRODUCT.equals(product)) {
      return H2Dialect.of(connection);
    }
    throw new EventStoreException(
        "the database '" + product + "' is not supported; supported are " + SUPPORTED, null);
  }

  static EventStoreException silent(SQLException e) {
    return new EventStoreException("the database did not say what it is", e);
  }

  /**
   * Finds a dialect by its name, without a database: for printing DDL.
   *
   * @param name {@code postgresql} or {@code h2}
   * @return the dialect
   * @throws IllegalArgumentException if there is none of that name
   */
  public static SqlDialect named(String name) {
    return switch (Objects.requireNonNull(name, "name")) {
      case PostgreSqlDialect.NAME -> new PostgreSqlDialect();
      case H2Dialect.NAME -> H2Dialect.at("jdbc:h2:mem:");
      default ->
          throw new IllegalArgumentException(
              "there is no dialect '"
                  + name
                  + "'; there are "
                  + List.of(PostgreSqlDialect.NAME, H2Dialect.NAME));
    };
  }

  /**
   * Returns the name, which also names the resource files of this dialect.
   *
   * @return {@code postgresql} or {@code h2}
   */
  public final String name() {
    return name;
  }

  /**
   * Tells whether positions are drawn from a sequence, outside transactions, so that they may
   * become visible out of order. Otherwise they come from a counter row, whose lock orders the
   * commits.
   *
   * @return true for a sequence
   */
  public abstract boolean drawsPositionsFromSequence();

  /**
   * Returns how long a text may be to lie in a column {@code data} of its row. A longer one goes to
   * a second column, {@code large_data}.
   *
   * @return a number of UTF-16 characters; {@code Integer.MAX_VALUE} where there is no second
   *     column
   */
  public abstract int longestTextInRow();

  /**
   * Tells whether rows can be asked for by the block of the table that they lie in ({@code ctid}).
   *
   * @return true if so
   */
  public abstract boolean namesRowsByBlock();

  /**
   * Tells whether the names in the store's tables are compared by their code points.
   *
   * @return true if so; false if by something else that is the same for most
   */
  public abstract boolean comparesByCodePoint();

  /**
   * Tells whether an interrupt of a thread that works on the database would harm other threads, so
   * that {@link Database} lends a thread of its own.
   *
   * @return true if so
   */
  public abstract boolean suffersFromInterrupts();

  /**
   * Names the file in which transactions of several writers at once would not be safe from a kill
   * of the process, so that {@link Database} lets one write at a time.
   *
   * @return the file; empty where the database sees to it by itself
   */
  abstract Optional<String> fileOfOneWriter();

  /**
   * Tells whether a statement broke a unique key.
   *
   * @param e what the database said
   * @return true if so
   */
  public abstract boolean isUniqueViolation(SQLException e);

  /**
   * Tells whether the transaction was rolled back, or must be, for a reason that may be gone the
   * next time: a deadlock, a serialization failure, a lock that was not granted in time.
   *
   * @param e what the database said
   * @return true if the same transaction may be tried again
   */
  public abstract boolean isTransient(SQLException e);

  /**
   * Tells whether the connection was lost, so that nobody knows what became of the statement that
   * was under way.
   *
   * @param e what the driver said
   * @return true if so
   */
  public abstract boolean isConnectionLost(SQLException e);

  /**
   * Tells whether a table or its schema is missing.
   *
   * @param e what the database said
   * @return true if so
   */
  public abstract boolean isMissingTable(SQLException e);

  /**
   * Tells whether what was to be created is there already; even {@code IF NOT EXISTS} may say so
   * when two create it at once.
   *
   * @param e what the database said
   * @return true if so
   */
  public abstract boolean isAlreadyThere(SQLException e);

  /**
   * Tells whether statements that create, replace or drop are part of a transaction. Otherwise each
   * commits what was done before it.
   *
   * @return true if so
   */
  public abstract boolean hasTransactionalDdl();

  /**
   * Returns the statement that makes the database end a transaction if nothing comes for some time:
   * so that a process that was stopped keeps no locks.
   *
   * @param longest after what time; in milliseconds
   * @return the statement; empty where transactions end with their process
   */
  public abstract Optional<String> endsWhenIdle(Duration longest);

  /**
   * Returns the statement that bounds how long the statements of a transaction wait for a lock.
   *
   * @param longest how long; in milliseconds
   * @return the statement; empty where the bound of the connection stays
   */
  public abstract Optional<String> waitsForLocks(Duration longest);

  /**
   * Tells whether a view cannot be replaced as its columns would be others.
   *
   * @param e what the database said
   * @return true if the view must be dropped first
   */
  public abstract boolean isOtherColumns(SQLException e);

  /**
   * Returns a query for the statements that give a view again what belongs to it, for when it was
   * replaced, or dropped and made anew: grants, options, its comment. The parameter is the view's
   * name as it stands unquoted in statements.
   *
   * @return the query, of one column; empty where all of it stays with a view that is replaced
   */
  public abstract Optional<String> selectViewProperties();

  /**
   * Returns the query for the number of the connection's transaction, which is null until it has
   * written something.
   *
   * @return a query of one row and column
   */
  abstract String selectOwnTransaction();

  /**
   * Returns the statement that makes whoever creates tables wait for others who do, until the end
   * of the transaction.
   *
   * @return a statement, or null where the database orders them by itself
   */
  abstract @Nullable String waitForOtherCreators();

  /**
   * Names an index for a {@code CREATE INDEX} statement.
   *
   * @param table the index's table
   * @param suffix tells it from the table's other indexes, at most 12 characters
   * @return a quoted name
   */
  abstract String indexName(TableName table, String suffix);

  static String stateOf(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  @Override
  public String toString() {
    return name;
  }
}

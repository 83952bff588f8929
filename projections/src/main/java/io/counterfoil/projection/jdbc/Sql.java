package io.counterfoil.projection.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads rows inside the transaction of a batch. In each statement, {@code {table}}
 * stands for the table of this version of the projection. Statements are prepared once for a batch.
 * Not thread-safe, and only to be used inside the handler that was given it.
 *
 * <p>These values are bound as they are: String, Boolean, Byte, Short, Integer, Long, Float,
 * Double, BigInteger, BigDecimal, LocalDate, LocalTime, LocalDateTime, OffsetDateTime, UUID, {@code
 * byte[]} and null. An Instant is bound as an OffsetDateTime in UTC, for a column of the type
 * {@code TIMESTAMP WITH TIME ZONE}; an enum as its name; an Optional as its value, or as NULL if it
 * is empty. Everything else is refused, on each database alike.
 */
public final class Sql {
  private static final String TABLE = "{table}";
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Connection connection;
  private final Connection guarded;
  private final String table;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection, String table) {
    this.connection = connection;
    this.guarded = GuardedConnection.around(connection);
    this.table = table;
  }

  static String named(String statement, String table) {
    return statement.replace(TABLE, table);
  }

  /**
   * Runs an INSERT, UPDATE or DELETE.
   *
   * @param statement the statement
   * @param values in the order of its question marks; may be null
   * @return how many rows it changed
   * @throws SQLException if the database refused it
   * @throws IllegalArgumentException if a value is of a class that cannot be bound
   */
  public int update(String statement, @Nullable Object... values) throws SQLException {
    return bound(statement, values).executeUpdate();
  }

  /**
   * Changes the row of a key, or inserts it if there is none. With no columns but the key's it
   * inserts the row if it is absent. Column names go into the statement as they are.
   *
   * @param key the columns that make up the key, with their values
   * @param values the other columns, with their values; may be empty
   * @throws SQLException if the database refused it
   * @throws IllegalArgumentException if a column is no plain identifier, there is no key, or a
   *     value is of a class that cannot be bound
   */
  public void upsert(
      Map<String, ? extends @Nullable Object> key, Map<String, ? extends @Nullable Object> values)
      throws SQLException {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("an upsert has a column or more in its key");
    }
    List<String> keyColumns = columns(key);
    List<String> valueColumns = columns(values);
    List<@Nullable Object> bound = new ArrayList<>();
    valueColumns.forEach(column -> bound.add(ofColumn(column, values)));
    keyColumns.forEach(column -> bound.add(ofColumn(column, key)));
    if (!isThere(keyColumns, valueColumns, bound)) {
      List<String> all = new ArrayList<>(valueColumns);
      all.addAll(keyColumns);
      update(
          "INSERT INTO {table} ("
              + String.join(", ", all)
              + ") VALUES ("
              + all.stream().map(column -> "?").collect(Collectors.joining(", "))
              + ")",
          bound.toArray());
    }
  }

  /** Looks for the row of a key, and changes it on the way where there is something to change. */
  private boolean isThere(
      List<String> keyColumns, List<String> valueColumns, List<@Nullable Object> bound)
      throws SQLException {
    String where = " WHERE " + assigned(keyColumns, " AND ");
    if (valueColumns.isEmpty()) {
      return queryFirst("SELECT 1 FROM {table}" + where, row -> true, bound.toArray()).isPresent();
    }
    return update("UPDATE {table} SET " + assigned(valueColumns, ", ") + where, bound.toArray())
        > 0;
  }

  private static String assigned(List<String> columns, String separator) {
    return columns.stream().map(column -> column + " = ?").collect(Collectors.joining(separator));
  }

  private static @Nullable Object ofColumn(
      String column, Map<String, ? extends @Nullable Object> values) {
    return BoundValue.of(values.get(column), "the value of the column '" + column + "'");
  }

  /**
   * Reads rows, also those that this batch has written.
   *
   * @param statement the query
   * @param mapper reads a row
   * @param values in the order of its question marks; may be null
   * @param <R> what a row is read as
   * @return the rows, in the order of the query
   * @throws SQLException if the database refused it
   * @throws IllegalArgumentException if a value is of a class that cannot be bound
   */
  public <R> List<R> query(String statement, RowMapper<R> mapper, @Nullable Object... values)
      throws SQLException {
    List<R> rows = new ArrayList<>();
    try (ResultSet result = bound(statement, values).executeQuery()) {
      while (result.next()) {
        rows.add(Objects.requireNonNull(mapper.map(result), "a mapped row"));
      }
    }
    return rows;
  }

  /**
   * Reads the first row.
   *
   * @param statement the query
   * @param mapper reads a row
   * @param values in the order of its question marks; may be null
   * @param <R> what a row is read as
   * @return the first row; empty if there is none
   * @throws SQLException if the database refused it
   * @throws IllegalArgumentException if a value is of a class that cannot be bound
   */
  public <R> Optional<R> queryFirst(
      String statement, RowMapper<R> mapper, @Nullable Object... values) throws SQLException {
    try (ResultSet result = bound(statement, values).executeQuery()) {
      return result.next() ? Optional.of(mapper.map(result)) : Optional.empty();
    }
  }

  /**
   * Returns the name of the table that {@code {table}} stands for.
   *
   * @return the table of this version of the projection
   */
  public String table() {
    return table;
  }

  /**
   * Returns the connection, for everything else. Its transaction ends with the batch: {@code
   * commit}, {@code rollback} without a savepoint, {@code close}, {@code abort}, {@code
   * setAutoCommit} and {@code setTransactionIsolation} throw an IllegalStateException. {@code
   * unwrap} gives the driver's own connection, which nothing guards: do not end the transaction
   * there, nor by a statement.
   *
   * @return the connection of the batch
   */
  public Connection connection() {
    return guarded;
  }

  void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }

  private PreparedStatement bound(String text, @Nullable Object[] values) throws SQLException {
    Objects.requireNonNull(text, "statement");
    @Nullable PreparedStatement statement = prepared.get(text);
    if (statement == null) {
      statement = connection.prepareStatement(named(text, table));
      prepared.put(text, statement);
    }
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, BoundValue.of(values[i], "value " + (i + 1)));
    }
    return statement;
  }

  private static List<String> columns(Map<String, ? extends @Nullable Object> values) {
    List<String> columns = values.keySet().stream().sorted().toList();
    for (String column : columns) {
      if (!COLUMN.matcher(column).matches()) {
        throw new IllegalArgumentException("'" + column + "' is no plain name of a column");
      }
    }
    return columns;
  }
}

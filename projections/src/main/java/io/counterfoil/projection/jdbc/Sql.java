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
 */
public final class Sql {
  private static final String TABLE = "{table}";
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Connection connection;
  private final String table;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection, String table) {
    this.connection = connection;
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
   */
  public int update(String statement, @Nullable Object... values) throws SQLException {
    return bound(statement, values).executeUpdate();
  }

  /**
   * Changes the row of a key, or inserts it if there is none. Column names go into the statement as
   * they are.
   *
   * @param key the columns that make up the key, with their values
   * @param values the other columns, with their values
   * @throws SQLException if the database refused it
   * @throws IllegalArgumentException if a column is no plain identifier, or there is no key or no
   *     other column
   */
  public void upsert(
      Map<String, ? extends @Nullable Object> key, Map<String, ? extends @Nullable Object> values)
      throws SQLException {
    List<String> keyColumns = columns(key);
    List<String> valueColumns = columns(values);
    List<@Nullable Object> bound = new ArrayList<>();
    valueColumns.forEach(column -> bound.add(values.get(column)));
    keyColumns.forEach(column -> bound.add(key.get(column)));
    int changed =
        bound(
                "UPDATE {table} SET "
                    + valueColumns.stream()
                        .map(column -> column + " = ?")
                        .collect(Collectors.joining(", "))
                    + " WHERE "
                    + keyColumns.stream()
                        .map(column -> column + " = ?")
                        .collect(Collectors.joining(" AND ")),
                bound.toArray())
            .executeUpdate();
    if (changed == 0) {
      List<String> all = new ArrayList<>(valueColumns);
      all.addAll(keyColumns);
      bound(
              "INSERT INTO {table} ("
                  + String.join(", ", all)
                  + ") VALUES ("
                  + all.stream().map(column -> "?").collect(Collectors.joining(", "))
                  + ")",
              bound.toArray())
          .executeUpdate();
    }
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
   * Returns the connection, for everything else. Its transaction ends with the batch: leave commit,
   * rollback and close alone.
   *
   * @return the connection of the batch
   */
  public Connection connection() {
    return connection;
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
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static List<String> columns(Map<String, ? extends @Nullable Object> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("an upsert has a column or more in its key and beside it");
    }
    List<String> columns = values.keySet().stream().sorted().toList();
    for (String column : columns) {
      if (!COLUMN.matcher(column).matches()) {
        throw new IllegalArgumentException("'" + column + "' is no plain name of a column");
      }
    }
    return columns;
  }
}

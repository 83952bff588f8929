package io.counterfoil.projection.testing;

import io.counterfoil.projection.jdbc.JdbcProjection;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Holds rows as text, so that what one driver reads as an Integer and another as a Long is the
 * same. Immutable.
 */
record Rows(List<String> columns, List<List<String>> rows) {

  static Rows none() {
    return new Rows(List.of(), List.of());
  }

  static Rows whole(JdbcProjection table) {
    return read(table.dataSource(), "SELECT * FROM " + table.name()).sorted();
  }

  static Rows read(DataSource database, String query) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(query);
        ResultSet result = select.executeQuery()) {
      ResultSetMetaData about = result.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= about.getColumnCount(); i++) {
        columns.add(about.getColumnLabel(i).toLowerCase(Locale.ROOT));
      }
      List<List<String>> rows = new ArrayList<>();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          row.add(text(read(result, about, i)));
        }
        rows.add(Collections.unmodifiableList(row));
      }
      return new Rows(columns, rows);
    } catch (SQLException e) {
      throw new AssertionError("the query failed: " + query + "\n  " + e.getMessage(), e);
    }
  }

  /** Asks for values of one class for one kind of column, whatever the driver's favourite is. */
  private static @Nullable Object read(ResultSet row, ResultSetMetaData about, int column)
      throws SQLException {
    String type = about.getColumnTypeName(column).toLowerCase(Locale.ROOT);
    boolean zoned = type.contains("tz");
    if (type.equals("uuid")) {
      return row.getObject(column, UUID.class);
    }
    return switch (about.getColumnType(column)) {
      case Types.TIMESTAMP_WITH_TIMEZONE -> row.getObject(column, OffsetDateTime.class);
      case Types.TIMESTAMP ->
          zoned
              ? row.getObject(column, OffsetDateTime.class)
              : row.getObject(column, LocalDateTime.class);
      case Types.DATE -> row.getObject(column, LocalDate.class);
      case Types.TIME -> row.getObject(column, LocalTime.class);
      case Types.CLOB -> row.getString(column);
      case Types.BLOB, Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> row.getBytes(column);
      default -> row.getObject(column);
    };
  }

  static Rows expected(List<String> columns, List<? extends List<?>> rows) {
    return new Rows(
        columns, rows.stream().map(row -> row.stream().map(Rows::text).toList()).toList());
  }

  /** Text stands in quotes, so that it is not taken for a number or NULL. */
  private static String text(@Nullable Object value) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof Optional<?> perhaps) {
      return text(perhaps.orElse(null));
    }
    if ((value instanceof Double number && !Double.isFinite(number))
        || (value instanceof Float single && !Float.isFinite(single))) {
      return value.toString();
    }
    if (value instanceof BigDecimal || value instanceof Double || value instanceof Float) {
      return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
    }
    if (value instanceof Number || value instanceof BigInteger) {
      return value.toString();
    }
    if (value instanceof OffsetDateTime moment) {
      return moment.toInstant().toString();
    }
    if (value instanceof byte[] bytes) {
      return "x'" + HexFormat.of().formatHex(bytes) + "'";
    }
    if (value instanceof CharSequence || value instanceof Enum<?>) {
      return "'" + (value instanceof Enum<?> constant ? constant.name() : value) + "'";
    }
    return value.toString();
  }

  /** The same rows in an order that no database has a say in. */
  Rows sorted() {
    return new Rows(
        columns, rows.stream().sorted((a, b) -> a.toString().compareTo(b.toString())).toList());
  }

  /** Shows where these rows, which were expected, differ from others. */
  String differenceTo(Rows actual) {
    List<List<String>> all =
        Stream.of(List.of(columns), rows, actual.rows).flatMap(List::stream).toList();
    int[] widths = new int[all.stream().mapToInt(List::size).max().orElse(0)];
    all.forEach(
        row -> {
          for (int i = 0; i < row.size(); i++) {
            widths[i] = Math.max(widths[i], row.get(i).length());
          }
        });
    String difference =
        Difference.between(lines(rows, widths), lines(actual.rows, widths)).stream()
            .map(line -> "  " + line)
            .collect(Collectors.joining("\n"));
    return "    " + line(columns, widths) + "\n" + difference;
  }

  private static List<String> lines(List<List<String>> rows, int[] widths) {
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      line.append(i == 0 ? "" : " | ").append(cell).append(" ".repeat(widths[i] - cell.length()));
    }
    return line.toString().stripTrailing();
  }
}

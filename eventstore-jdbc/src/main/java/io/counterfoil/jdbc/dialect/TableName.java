package io.counterfoil.jdbc.dialect;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a table in a way that is safe to put into SQL: plain letters only, and always quoted, so
 * that upper and lower case count and reserved words do no harm. Immutable.
 *
 * @param schema the schema that the table lies in; empty for the connection's own
 * @param name the table's name
 */
public record TableName(Optional<String> schema, String name) {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,50}");

  /**
   * Checks both parts.
   *
   * @throws IllegalArgumentException if a part is not a letter or underscore followed by at most 50
   *     letters, digits and underscores
   */
  public TableName {
    schema.ifPresent(TableName::requirePlain);
    requirePlain(Objects.requireNonNull(name, "name"));
  }

  /**
   * Reads a name.
   *
   * @param text {@code table} or {@code schema.table}
   * @return the name
   * @throws IllegalArgumentException if it is not plain
   */
  public static TableName of(String text) {
    int dot = Objects.requireNonNull(text, "text").indexOf('.');
    return dot < 0
        ? new TableName(Optional.empty(), text)
        : new TableName(Optional.of(text.substring(0, dot)), text.substring(dot + 1));
  }

  private static void requirePlain(String part) {
    if (!PLAIN.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "the table or schema name '"
              + part
              + "' is not a letter or underscore followed by at most 50 letters, digits and"
              + " underscores");
    }
  }

  /**
   * Returns the name as it stands in SQL.
   *
   * @return {@code "table"} or {@code "schema"."table"}
   */
  public String quoted() {
    return schema.map(s -> quoted(s) + "." + quoted(name)).orElseGet(() -> quoted(name));
  }

  static String quoted(String plain) {
    return '"' + plain + '"';
  }

  /** Returns the name as {@link #of} reads it. */
  @Override
  public String toString() {
    return schema.map(s -> s + "." + name).orElse(name);
  }
}

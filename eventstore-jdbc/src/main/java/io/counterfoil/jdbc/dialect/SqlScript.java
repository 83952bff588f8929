package io.counterfoil.jdbc.dialect;

import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds statements made from a template: DDL in which <code>{events}</code> stands for a table's
 * quoted name, and <code>{events:_by_type}</code> for the name of one of its indexes. A semicolon
 * at the end of a line ends a statement. Immutable.
 */
public final class SqlScript {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)(?::([a-z_]+))?}");
  private static final Pattern END_OF_STATEMENT = Pattern.compile(";[ \\t]*(?:\\R|$)");
  private static final Pattern INDEX =
      Pattern.compile("CREATE INDEX IF NOT EXISTS (\\S+) ON (\\S+) ");
  private static final int LONGEST_SUFFIX = 12; // PostgreSQL cuts names off after 63 characters
  private static final int ATTEMPTS = 10;

  /** Orders the creators of one JVM where the database does not. */
  private static final Object CREATING = new Object();

  private final SqlDialect dialect;
  private final String text;

  private SqlScript(SqlDialect dialect, String text) {
    this.dialect = dialect;
    this.text = text;
  }

  /**
   * Puts names into a template.
   *
   * @param dialect the dialect that the template is written in
   * @param template the template
   * @param tables the names of the tables, by placeholder
   * @return the script
   * @throws IllegalArgumentException if the template has a placeholder that is not in the map
   */
  public static SqlScript of(SqlDialect dialect, String template, Map<String, TableName> tables) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    StringBuilder text = new StringBuilder();
    while (matcher.find()) {
      TableName table = tables.get(matcher.group(1));
      if (table == null) {
        throw new IllegalArgumentException("the template names no table " + matcher.group());
      }
      String suffix = matcher.group(2);
      if (suffix != null && suffix.length() > LONGEST_SUFFIX) {
        throw new IllegalArgumentException("the name of an index is too long: " + suffix);
      }
      String name = suffix == null ? table.quoted() : dialect.indexName(table, suffix);
      matcher.appendReplacement(text, Matcher.quoteReplacement(name));
    }
    matcher.appendTail(text);
    return new SqlScript(dialect, text.toString().strip() + System.lineSeparator());
  }

  /**
   * Returns the script for people.
   *
   * @return all statements with their comments
   */
  public String text() {
    return text;
  }

  /**
   * Returns the statements one by one.
   *
   * @return the statements without semicolons, in order
   */
  public List<String> statements() {
    return Arrays.stream(END_OF_STATEMENT.split(text))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }

  /**
   * Runs the statements in one transaction (where the database has DDL in transactions). Others may
   * run the same script at the same moment: it is repeated when they collide, so its statements
   * must be harmless when run twice ({@code IF NOT EXISTS}).
   *
   * @param database where to run them
   * @throws EventStoreException if a statement fails
   */
  public void run(Database database) {
    Objects.requireNonNull(database, "database");
    for (int attempt = 1; ; attempt++) {
      try {
        if (dialect.waitForOtherCreators() == null) {
          synchronized (CREATING) {
            runOnce(database);
          }
        } else {
          runOnce(database);
        }
        return;
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !(dialect.isAlreadyThere(e) || dialect.isTransient(e))) {
          throw new EventStoreException("the tables could not be created: " + reason(e), e);
        }
      }
    }
  }

  private static String reason(SQLException e) {
    String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return "SQLState "
        + SqlDialect.stateOf(e)
        + ", "
        + first
        + ". A schema that the tables lie in must be created first";
  }

  private void runOnce(Database database) throws SQLException {
    database.inTransaction(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            @Nullable String first = dialect.waitForOtherCreators();
            if (first != null) {
              statement.execute(first);
            }
            for (String sql : statements()) {
              if (!createsWhatIsThere(connection, sql)) {
                statement.execute(sql);
              }
            }
            return true;
          }
        });
  }

  /**
   * Tells whether a statement would create an index that exists. Then it must not run, even with
   * {@code IF NOT EXISTS}: databases lock the table before they look, so that a node which starts
   * would wait for every open transaction that has written, and keep others from writing meanwhile.
   */
  private static boolean createsWhatIsThere(Connection connection, String sql) throws SQLException {
    Matcher index = INDEX.matcher(sql);
    if (!index.find()) {
      return false;
    }
    String name = lastOf(index.group(1));
    String table = index.group(2);
    @Nullable String schema =
        table.contains(".")
            ? unquoted(table.substring(0, table.indexOf('.')))
            : connection.getSchema();
    try (ResultSet row =
        connection.getMetaData().getIndexInfo(null, schema, lastOf(table), false, true)) {
      while (row.next()) {
        if (name.equals(row.getString("INDEX_NAME"))) {
          return true;
        }
      }
      return false;
    }
  }

  private static String lastOf(String quoted) {
    return unquoted(quoted.substring(quoted.indexOf('.') + 1));
  }

  private static String unquoted(String quoted) {
    return quoted.replace("\"", "");
  }
}

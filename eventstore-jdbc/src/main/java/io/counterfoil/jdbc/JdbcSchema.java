package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.jdbc.dialect.SqlScript;
import io.counterfoil.store.EventStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.sql.DataSource;

/** Prints or creates the tables of the store. Immutable and thread-safe. */
public final class JdbcSchema {
  private final Database database;
  private final SqlScript script;

  private JdbcSchema(Database database, SqlScript script) {
    this.database = database;
    this.script = script;
  }

  /**
   * Chooses the tables' default names. Asks the database what it is.
   *
   * @param dataSource where the tables are, or shall be
   * @return the schema in the database's dialect
   * @throws EventStoreException if the database is not supported, or does not answer
   */
  public static JdbcSchema of(DataSource dataSource) {
    return of(dataSource, JdbcTables.defaults());
  }

  /**
   * Chooses the tables' names. Asks the database what it is.
   *
   * @param dataSource where the tables are, or shall be
   * @param tables the tables' names
   * @return the schema in the database's dialect
   * @throws EventStoreException if the database is not supported, or does not answer
   */
  public static JdbcSchema of(DataSource dataSource, JdbcTables tables) {
    Database database = Database.of(dataSource);
    return new JdbcSchema(database, script(database.dialect(), tables));
  }

  /**
   * Prints the statements that create the tables, for a migration tool. Needs no database.
   *
   * @param dialect {@code postgresql} or {@code h2}
   * @param tables the tables' names
   * @return the statements, each ended by a semicolon at the end of a line
   * @throws IllegalArgumentException if there is no such dialect
   */
  public static String ddl(String dialect, JdbcTables tables) {
    return script(SqlDialect.named(dialect), tables).text();
  }

  /**
   * Prints the statements that create the tables.
   *
   * @return the statements, each ended by a semicolon at the end of a line
   */
  public String ddl() {
    return script.text();
  }

  /**
   * Creates the tables and indexes that are not there yet; several nodes may do so at once. Nothing
   * that exists is changed. A schema named in the tables' names must exist.
   *
   * @throws EventStoreException if the database refused
   */
  public void create() {
    script.run(database);
  }

  private static SqlScript script(SqlDialect dialect, JdbcTables tables) {
    Objects.requireNonNull(tables, "tables");
    return SqlScript.of(dialect, resource(dialect.name() + ".sql"), tables.byPlaceholder());
  }

  private static String resource(String name) {
    try (InputStream in = JdbcSchema.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

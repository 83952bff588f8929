package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ProjectionException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Creates the tables of a read model, one for each generation, and points the view that readers use
 * at one of them. Thread-safe.
 */
final class ReadModelTables {
  private final ReadModelDatabase database;
  private final String view;
  private final List<String> creation;

  /**
   * Knows how tables are created.
   *
   * @param creation the statements, in which {@code {table}} stands for the table
   */
  ReadModelTables(ReadModelDatabase database, String view, List<String> creation) {
    this.database = database;
    this.view = view;
    this.creation = creation;
  }

  static String of(CheckpointId id) {
    String first = id.projection() + "_v" + id.version();
    return id.generation() == 1 ? first : first + "_g" + id.generation();
  }

  /** Creates the tables that keep the books over all read models. */
  static void createBooks(ReadModelDatabase database) throws SQLException {
    database.create("the table", CheckpointTable.NAME, List.of(CheckpointTable.DDL));
    database.create("the table", ParkedTable.NAME, ParkedTable.DDL);
    database.create("the table", LiveTable.NAME, List.of(LiveTable.DDL));
    if (!database.hasColumn(CheckpointTable.NAME, "generation")) {
      throw new ProjectionException(
          "the table "
              + CheckpointTable.NAME
              + " was made by an early snapshot of this library and has no column generation; drop"
              + " it together with the tables and views of the read models: the next start replays"
              + " them",
          null);
    }
  }

  void create(CheckpointId id) throws SQLException {
    String table = of(id);
    database.create("the table", table, statements(table));
  }

  /** Creates a table that is absent, in the transaction of whoever calls. */
  void createHere(Connection connection, String table) throws SQLException {
    ReadModelDatabase.run(connection, "the table " + table, statements(table));
  }

  private List<String> statements(String table) {
    return creation.stream().map(statement -> Sql.named(statement, table)).toList();
  }

  void drop(Connection connection, CheckpointId id) throws SQLException {
    drop(connection, of(id));
  }

  static void drop(Connection connection, String table) throws SQLException {
    execute(connection, "DROP TABLE IF EXISTS " + table);
  }

  /**
   * Lets the view show another table. In a transaction where the database has that; what has been
   * granted on the view stays granted, and its options stay as they were set.
   */
  void show(Connection connection, CheckpointId id) throws SQLException {
    String select = " VIEW " + view + " AS SELECT * FROM " + of(id);
    List<String> properties = properties(connection);
    replace(connection, select);
    for (String property : properties) {
      execute(connection, property);
    }
  }

  private void replace(Connection connection, String select) throws SQLException {
    if (!database.dialect().hasTransactionalDdl()) {
      execute(connection, "CREATE OR REPLACE" + select);
      return;
    }
    Savepoint before = connection.setSavepoint();
    try {
      execute(connection, "CREATE OR REPLACE" + select);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      if (!database.dialect().isOtherColumns(e)) {
        throw e;
      }
      connection.rollback(before);
      execute(connection, "DROP VIEW " + view);
      execute(connection, "CREATE" + select);
    }
  }

  private List<String> properties(Connection connection) throws SQLException {
    Optional<String> query = database.dialect().selectViewProperties();
    List<String> properties = new ArrayList<>();
    if (query.isPresent()) {
      try (PreparedStatement select = connection.prepareStatement(query.get())) {
        select.setString(1, view);
        try (ResultSet row = select.executeQuery()) {
          while (row.next()) {
            properties.add(row.getString(1));
          }
        }
      }
    }
    return properties;
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (Statement on = connection.createStatement()) {
      on.execute(statement);
    }
  }
}

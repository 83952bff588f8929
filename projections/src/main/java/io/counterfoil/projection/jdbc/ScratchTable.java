package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lends an empty table of a read model, in a transaction of which nothing stays. Where the database
 * has no DDL in transactions, the table is created before and dropped after it. Thread-safe.
 */
final class ScratchTable {
  private final ReadModelDatabase database;
  private final ReadModelTables tables;

  ScratchTable(ReadModelDatabase database, ReadModelTables tables) {
    this.database = database;
    this.tables = tables;
  }

  <T> T with(Work<T> work) throws SQLException {
    String table =
        String.format(Locale.ROOT, "counterfoil_dry_%08x", ThreadLocalRandom.current().nextInt());
    if (database.dialect().hasTransactionalDdl()) {
      return takenBack(
          connection -> {
            tables.createHere(connection, table);
            return work.on(connection, table);
          });
    }
    try {
      database.inTransaction(
          connection -> {
            tables.createHere(connection, table);
            return true;
          });
      return takenBack(connection -> work.on(connection, table));
    } finally {
      database.inTransaction(
          connection -> {
            ReadModelTables.drop(connection, table);
            return true;
          });
    }
  }

  private <T> T takenBack(Database.Work<T> work) throws SQLException {
    return database.inTransaction(
        connection -> {
          Savepoint before = connection.setSavepoint();
          T answer = work.on(connection);
          connection.rollback(before);
          return answer;
        });
  }

  /**
   * Works on the table.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection, String table) throws SQLException;
  }
}

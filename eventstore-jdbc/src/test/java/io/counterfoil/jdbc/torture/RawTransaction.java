package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.torture.Ledger;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A transaction of a caller, which writes into the store's tables as the store does. Tells the
 * ledger all it does. For one thread at a time.
 */
final class RawTransaction {
  private final Connection connection;
  private final RawInsert insert;
  private final Ledger.Transaction entry;
  private @Nullable Savepoint savepoint;
  private int mark;
  private String preparedAs = "";
  private boolean ended;

  private RawTransaction(Connection connection, RawInsert insert, Ledger.Transaction entry) {
    this.connection = connection;
    this.insert = insert;
    this.entry = entry;
  }

  static RawTransaction begin(
      TestDatabase database, Connection connection, Ledger.Transaction entry) throws SQLException {
    connection.setAutoCommit(false);
    RawInsert insert = database.isPostgres() ? RawInsert.POSTGRES : RawInsert.H2;
    return new RawTransaction(connection, insert, entry);
  }

  void append(StreamId stream, List<NewEvent> events) throws SQLException {
    events.forEach(event -> entry.writes(stream, event.eventId()));
    long first = insert.insert(connection, stream, events);
    entry.at(first, first + events.size() - 1); // about: others may have drawn numbers in between
  }

  /** Writes into a table that is none of the store's. */
  void writeElsewhere() throws SQLException {
    execute("INSERT INTO elsewhere VALUES (1)");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  void savepoint() throws SQLException {
    savepoint = connection.setSavepoint();
    mark = entry.mark();
  }

  void backToSavepoint() throws SQLException {
    connection.rollback(savepoint);
    entry.undoneTo(mark);
  }

  void releaseSavepoint() throws SQLException {
    connection.releaseSavepoint(savepoint);
  }

  /** Prepares for two-phase commit: from then on it lives without the connection. */
  void prepare() throws SQLException {
    String name = "'torture_" + UUID.randomUUID() + "'";
    execute("PREPARE TRANSACTION " + name);
    connection.setAutoCommit(true);
    preparedAs = name;
  }

  void commit() throws SQLException {
    ended = true;
    try {
      if (preparedAs.isEmpty()) {
        connection.commit();
      } else {
        execute("COMMIT PREPARED " + preparedAs);
      }
    } catch (SQLException e) {
      entry.inDoubt();
      throw e;
    }
    entry.committed();
  }

  /** Rolls back, unless it has ended. */
  void rollback() throws SQLException {
    if (!ended) {
      ended = true;
      entry.rolledBack(); // no commit was sent, so this holds whatever the database answers
      if (preparedAs.isEmpty()) {
        connection.rollback();
      } else {
        execute("ROLLBACK PREPARED " + preparedAs);
      }
    }
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Commits the rows of a batch and the checkpoint behind it together. */
final class JdbcReadModel implements ReadModel {
  private final ReadModelDatabase database;
  private final String view;
  private final int version;
  private final String table;
  private final List<String> creation;
  private final HandlerTable<JdbcEventHandler<Event>> handlers;

  JdbcReadModel(
      ReadModelDatabase database,
      String view,
      int version,
      String table,
      List<String> creation,
      HandlerTable<JdbcEventHandler<Event>> handlers) {
    this.database = database;
    this.view = view;
    this.version = version;
    this.table = table;
    this.creation = creation;
    this.handlers = handlers;
  }

  @Override
  public void setUp() throws Exception {
    database.create("the table", CheckpointTable.NAME, List.of(CheckpointTable.DDL));
    database.create("the table", table, creation);
    String creation = "CREATE VIEW " + view + " AS SELECT * FROM " + table;
    int newest =
        database.inTransaction(connection -> CheckpointTable.newestVersion(connection, view));
    if (0 < newest && newest < version) {
      database.replaceView(view, creation);
    } else {
      database.create("the view", view, List.of(creation));
    }
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) throws Exception {
    return database.inRepeatedTransaction(
        connection -> CheckpointTable.claim(connection, id, owner));
  }

  @Override
  public Checkpoint renew(Checkpoint held) throws Exception {
    return database.inTransaction(connection -> CheckpointTable.renew(connection, held));
  }

  @Override
  public Checkpoint apply(Checkpoint held, Batch batch) throws Exception {
    Batch due = batch.behind(held.position());
    return database.inTransaction(
        connection -> {
          write(connection, due);
          return CheckpointTable.advance(connection, held, due.to());
        });
  }

  private void write(Connection connection, Batch batch) throws SQLException {
    Sql sql = new Sql(connection, table);
    for (RecordedEvent event : batch.events()) {
      for (Event payload : event.payloads()) {
        write(event, payload, sql);
      }
    }
    sql.close(); // after a failure the connection closes what is open
  }

  private void write(RecordedEvent event, Event payload, Sql sql) {
    Optional<JdbcEventHandler<Event>> handler = handlers.of(payload);
    if (handler.isPresent()) {
      LoggedCorrelation logged = LoggedCorrelation.of(event.metadata());
      try {
        handler.get().apply(event, payload, sql);
      } catch (Exception e) {
        throw StepFailed.inHandlerOf(payload, e);
      } finally {
        logged.close();
      }
    }
  }

  @Override
  public Checkpoint reset(Checkpoint held) throws Exception {
    return database.inTransaction(
        connection -> {
          // The checkpoint first: its row lock lets no other runner's batch commit in between.
          Checkpoint reset = CheckpointTable.reset(connection, held);
          try (Statement empty = connection.createStatement()) {
            empty.executeUpdate("DELETE FROM " + table);
          }
          return reset;
        });
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Commits the rows of a batch and the checkpoint behind it together. */
final class JdbcReadModel implements ReadModel {
  private final DataSource dataSource;
  private final String view;
  private final String table;
  private final List<String> creation;
  private final HandlerTable<JdbcEventHandler<Event>> handlers;

  JdbcReadModel(
      DataSource dataSource,
      String view,
      String table,
      List<String> creation,
      HandlerTable<JdbcEventHandler<Event>> handlers) {
    this.dataSource = dataSource;
    this.view = view;
    this.table = table;
    this.creation = creation;
    this.handlers = handlers;
  }

  @Override
  public void setUp() throws Exception {
    Ddl ddl = new Ddl(dataSource);
    ddl.createUnlessThere(CheckpointTable.NAME, List.of(CheckpointTable.DDL));
    ddl.createUnlessThere(table, creation);
    ddl.createUnlessThere(view, List.of("CREATE VIEW " + view + " AS SELECT * FROM " + table));
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) throws Exception {
    return Claim.of(dataSource, id, owner);
  }

  @Override
  public Checkpoint renew(Checkpoint held) throws Exception {
    return Transaction.in(dataSource, connection -> CheckpointTable.renew(connection, held));
  }

  @Override
  public Checkpoint apply(Checkpoint held, Batch batch) throws Exception {
    Batch due = batch.behind(held.position());
    return Transaction.in(
        dataSource,
        connection -> {
          write(connection, due);
          return CheckpointTable.advance(connection, held, due.to());
        });
  }

  private void write(Connection connection, Batch batch) throws Exception {
    Sql sql = new Sql(connection, table);
    for (RecordedEvent event : batch.events()) {
      Event payload = event.payload();
      Optional<JdbcEventHandler<Event>> handler = handlers.of(payload);
      if (handler.isPresent()) {
        handler.get().apply(event, payload, sql);
      }
    }
    sql.close();
  }

  @Override
  public Checkpoint reset(Checkpoint held) throws Exception {
    return Transaction.in(
        dataSource,
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

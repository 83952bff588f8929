package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gives events to their handlers, which write the rows of one table. Thread-safe. */
final class RowWriter {
  private final HandlerTable<JdbcEventHandler<Event>> handlers;

  RowWriter(HandlerTable<JdbcEventHandler<Event>> handlers) {
    this.handlers = handlers;
  }

  /**
   * Writes the rows of a batch and moves the checkpoint over it; events of parked streams are
   * parked too. The checkpoint comes last: until then, another runner may take it over, and this
   * one's batch is rolled back, however long a handler takes. Where events are parked it is locked
   * first: who takes them up waits for the end of this batch.
   */
  Checkpoint apply(Connection connection, Checkpoint held, Batch due) throws SQLException {
    if (!held.parked()) {
      write(connection, held.id(), due.events());
      return CheckpointTable.advance(connection, held, due.to());
    }
    CheckpointTable.lock(connection, held.id());
    Set<StreamId> parked = ParkedTable.streams(connection, held.id());
    List<ParkedEvent> behind =
        due.events().stream()
            .filter(event -> parked.contains(event.stream()))
            .map(event -> ParkedEvent.behind(event, Instant.now()))
            .toList();
    write(connection, held.id(), due.without(parked).events());
    ParkedTable.insert(connection, held.id(), behind);
    return CheckpointTable.advance(connection, held, due.to()).parked(!parked.isEmpty());
  }

  void write(Connection connection, CheckpointId id, List<RecordedEvent> events)
      throws SQLException {
    Sql sql = new Sql(connection, ReadModelTables.of(id));
    write(sql, events);
    sql.close(); // after a failure the connection closes what is open
  }

  void write(Sql sql, List<RecordedEvent> events) {
    for (RecordedEvent event : events) {
      for (Event payload : event.payloads()) {
        write(event, payload, sql);
      }
    }
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
}

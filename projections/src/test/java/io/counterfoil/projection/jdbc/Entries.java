package io.counterfoil.projection.jdbc;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A table with a row for each event, so that an event may be applied again. */
final class Entries {
  static final String NAME = "entry_view";

  /** What handlers write, to be seen in the rows of the events that were applied since a change. */
  final AtomicInteger edition = new AtomicInteger(1);

  private final InHandler inHandler;

  Entries() {
    this(event -> {});
  }

  Entries(InHandler inHandler) {
    this.inHandler = inHandler;
  }

  /** Runs when an event is handled, before its row is written. */
  interface InHandler {
    void on(RecordedEvent event) throws Exception;
  }

  JdbcProjectionBuilder in(DataSource database) {
    return JdbcProjection.named(NAME, database)
        .createdBy(
            "CREATE TABLE {table} (position VARCHAR(20) PRIMARY KEY, edition BIGINT NOT NULL)")
        .idempotent()
        .on(Deposited.class, this::write)
        .on(Withdrawn.class, this::write);
  }

  private void write(RecordedEvent event, AccountEvent payload, Sql sql) throws Exception {
    inHandler.on(event);
    String position = Long.toString(event.position());
    if (sql.update(
            "UPDATE {table} SET edition = ? WHERE position = ?", (long) edition.get(), position)
        == 0) {
      sql.update("INSERT INTO {table} VALUES (?, ?)", position, (long) edition.get());
    }
  }

  /** Appends an event at a time, in seconds, and returns its position. */
  static long append(EventStore store, StreamId stream, long seconds, Event event) {
    return store
        .append(
            Append.of(
                stream,
                ExpectedVersion.any(),
                List.of(event),
                Metadata.at(Instant.ofEpochSecond(seconds))))
        .events()
        .get(0)
        .position();
  }
}

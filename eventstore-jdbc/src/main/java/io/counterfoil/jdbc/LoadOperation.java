package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamQuery;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Loads what a decision rests on: in one query, if the snapshots come from the same {@code
 * DataSource}, and otherwise in two, the snapshot first. What does not fit into the first page
 * follows page by page.
 */
final class LoadOperation {
  private final Database database;
  private final OnConnection connections;
  private final LoadSelect select;
  private final StreamReader streams;
  private final Outcomes outcomes;
  private final int pageOf;

  LoadOperation(
      Database database,
      OnConnection connections,
      LoadSelect select,
      StreamReader streams,
      Outcomes outcomes,
      int pageOf) {
    this.database = database;
    this.connections = connections;
    this.select = select;
    this.streams = streams;
    this.outcomes = outcomes;
    this.pageOf = pageOf;
  }

  /** Makes the same operation for other connections. */
  LoadOperation(OnConnection connections, StreamReader streams, LoadOperation other) {
    this(other.database, connections, other.select, streams, other.outcomes, other.pageOf);
  }

  Optional<Outcome> load(
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    Optional<LoadSelect.Found> together = together(query);
    if (together.isPresent()) {
      together.get().snapshot().ifPresent(snapshot);
      return handOn(query, together.get(), events);
    }
    Optional<Snapshot> newest = query.snapshots().flatMap(from -> from.newest(query.stream()));
    newest.ifPresent(snapshot);
    long from = Math.max(query.from(), newest.map(Snapshot::sequence).orElse(1L));
    return handOn(query, withoutSnapshot(query.from(from)), events);
  }

  /** Answers nothing if the snapshots are elsewhere, or cannot be read. */
  private Optional<LoadSelect.Found> together(LoadQuery query) {
    Optional<String> table =
        query
            .snapshots()
            .filter(from -> from.store() instanceof JdbcSnapshotStore)
            .flatMap(from -> ((JdbcSnapshotStore) from.store()).tableIn(database));
    if (table.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(connections.run(on -> select.find(on, query, table, pageOf)));
    } catch (SQLException e) {
      // If it was not the table of snapshots, the next query fails as well, and says so.
      query.snapshots().ifPresent(from -> from.failed().accept(e));
      return Optional.empty();
    }
  }

  private LoadSelect.Found withoutSnapshot(LoadQuery query) {
    try {
      return connections.run(on -> select.find(on, query, Optional.empty(), pageOf));
    } catch (SQLException e) {
      throw new EventStoreException("the stream " + query.stream() + " could not be loaded", e);
    }
  }

  private Optional<Outcome> handOn(
      LoadQuery query, LoadSelect.Found found, Consumer<? super RecordedEvent> events) {
    boolean more = streams.readOn(StreamQuery.of(query.stream()), found.events(), events);
    if (found.outcome().isPresent() || !more) {
      return found.outcome();
    }
    // Whoever stored the outcome before the last events were read is seen.
    return query.key().flatMap(key -> outcome(query, key));
  }

  private Optional<Outcome> outcome(LoadQuery query, String key) {
    try {
      return connections.run(on -> outcomes.find(on, query.stream(), key));
    } catch (SQLException e) {
      throw new EventStoreException("an outcome of " + query.stream() + " could not be read", e);
    }
  }
}

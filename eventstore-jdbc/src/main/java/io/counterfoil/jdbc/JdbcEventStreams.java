package io.counterfoil.jdbc;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Appends to streams and reads them in a transaction of the caller: {@link JdbcEventStore#using}.
 *
 * <p>Nothing here begins, commits or rolls back; what is appended is durable, and visible to others
 * and to readers of the log, once the caller has committed, and gone if the caller rolls back.
 * Reads see what the transaction itself has appended. The log cannot be read here: a reader would
 * wait for the very transaction that it is in.
 *
 * <p>On one connection only one thread at a time; on a transaction-aware {@code DataSource} any
 * number, each in its own transaction. On PostgreSQL an append costs one round trip; one to several
 * streams costs three. Appends to several streams need READ COMMITTED, on every database. A single
 * append works at every isolation level, but one that meets others can only be repeated with its
 * whole transaction: {@link io.counterfoil.store.TransactionDoomed}. So it is on PostgreSQL,
 * without savepoints, with an event id that is taken.
 */
public final class JdbcEventStreams implements EventStreams {
  private final EventTypes types;
  private final OnConnection connections;
  private final CallersAppend appending;
  private final StreamReader streams;
  private final LoadOperation loading;
  private final Outcomes outcomes;
  private final boolean savepoints;

  JdbcEventStreams(
      EventTypes types,
      OnConnection connections,
      CallersAppend appending,
      StreamReader streams,
      LoadOperation loading,
      Outcomes outcomes,
      boolean savepoints) {
    this.types = types;
    this.connections = connections;
    this.appending = appending;
    this.streams = streams;
    this.loading = loading;
    this.outcomes = outcomes;
    this.savepoints = savepoints;
  }

  /**
   * Sets a savepoint before each append, so that one which loses a race leaves the caller's
   * transaction alive: what others came first for is then told apart as in a store's own
   * transactions, and what expects nothing in particular is tried again. On PostgreSQL that costs
   * two more round trips for each append; on databases with a counter row it is always so, and
   * costs none.
   *
   * @return the same streams in the same transaction
   */
  public JdbcEventStreams withSavepoints() {
    return new JdbcEventStreams(types, connections, appending, streams, loading, outcomes, true);
  }

  @Override
  public EventTypes eventTypes() {
    return types;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.counterfoil.store.TransactionDoomed if others came first in a way that ends the
   *     caller's transaction
   * @throws IllegalStateException if the connection has no transaction, being in auto-commit mode
   */
  @Override
  public AppendResult append(Append append) {
    return appendAll(List.of(append)).get(0);
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.counterfoil.store.TransactionDoomed if others came first in a way that ends the
   *     caller's transaction
   * @throws IllegalStateException if the connection has no transaction, being in auto-commit mode
   */
  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    Append.requireApart(appends);
    if (appends.isEmpty()) {
      return List.of();
    }
    try {
      return connections.run(connection -> appending.append(connection, appends, savepoints));
    } catch (SQLException e) {
      throw AppendOperation.failed(appends, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Events come in pages. The consumer may use the connection.
   */
  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    streams.read(
        Objects.requireNonNull(query, "query"), Objects.requireNonNull(consumer, "consumer"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>On the caller's connection, in one query if the snapshots come from the same {@code
   * DataSource} as the store's connections. On PostgreSQL a table of snapshots that cannot be read
   * then ends the caller's transaction, as each failing statement does.
   */
  @Override
  public Optional<Outcome> load(
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    return loading.load(
        Objects.requireNonNull(query, "query"),
        Objects.requireNonNull(snapshot, "snapshot"),
        Objects.requireNonNull(events, "events"));
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(key, "key");
    try {
      return connections.run(connection -> outcomes.find(connection, stream, key));
    } catch (SQLException e) {
      throw new EventStoreException("an outcome of " + stream + " could not be read", e);
    }
  }
}

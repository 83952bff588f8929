package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventIntake;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StoredType;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Keeps events in a SQL database: PostgreSQL or H2. Thread-safe; make one and share it.
 *
 * <p>Each call takes a connection from the {@code DataSource}, works in short transactions of its
 * own, and gives the connection back as it was found. None waits for a consumer: while that works
 * on a page of the log, the next one is fetched by a thread beside it, and no longer. So the {@code
 * DataSource} must hand out connections of its own, not one that is bound to a transaction of the
 * caller, and a pool of one connection is enough, however long a consumer takes. It must lead to
 * the same database whichever thread asks, since appends of several threads share a connection. A
 * connection in a transaction is refused with an {@link IllegalStateException}, unless its pool
 * hands out all its connections without auto-commit and the transaction has not written yet, as
 * nobody can see then.
 *
 * <p>On PostgreSQL an append is one statement. A reader of the log is given events up to a
 * <em>horizon</em>: the position up to which it is proved that no further event will appear. The
 * proof never waits and never blocks a writer. A transaction that has written events and stays open
 * holds the horizon back, transactions that have not do nothing to it. A new store object need not
 * read the log from its beginning: one look at the highest position and at the writers under way
 * proves all before.
 *
 * <p>On H2 positions come from a counter row that each append locks until it is committed: so they
 * have no holes, and appends run one after the other.
 */
public final class JdbcEventStore implements EventStore {

  private final Database database;
  private final EventTypes types;
  private final Outcomes outcomes;
  private final OutcomeRetention retention;
  private final OutcomeReader outcomeReader;
  private final JdbcTables tables;
  private final EventRows rows;
  private final AppendOperation appending;
  private final GroupCommit groups;
  private final CallersAppend callers;
  private final StreamReader streams;
  private final LoadOperation loading;
  private final LogReader log;
  private final String selectStatus;
  private final String selectHead;
  private final Horizon horizon;
  private final Listeners listeners = new Listeners();

  private JdbcEventStore(
      Database database,
      EventTypes types,
      JdbcTables tables,
      Horizon horizon,
      StoreOptions options) {
    this.database = database;
    this.types = types;
    this.horizon = horizon;
    this.outcomes = new Outcomes(tables.outcomes());
    this.retention = new OutcomeRetention(database, tables.outcomes());
    this.outcomeReader = new OutcomeReader(database, tables);
    this.tables = tables;
    this.rows = new EventRows(types, database.dialect());
    Objections objections = new Objections(tables.events(), outcomes);
    AppendWriter writer =
        database.dialect().drawsPositionsFromSequence()
            ? new SequenceWriter(database, objections, tables)
            : new CounterWriter(database, objections, tables, rows);
    this.appending = new AppendOperation(database, types, objections, writer);
    this.groups =
        new GroupCommit(
            options.queue().apply(database.dialect()),
            database,
            writer,
            appending,
            types,
            options.listener());
    int pageOf = options.pageOf();
    this.callers = new CallersAppend(database.dialect(), types, objections, writer);
    this.streams = new StreamReader(database::inAutoCommit, tables.events(), rows, pageOf);
    this.loading =
        new LoadOperation(
            database,
            database::inAutoCommit,
            new LoadSelect(tables, rows),
            streams,
            outcomes,
            pageOf);
    this.log = new LogReader(database, horizon, tables.events(), rows, pageOf);
    this.selectStatus =
        "SELECT count(*), count(*) FILTER (WHERE \"sequence\" = 1), coalesce(max(\"position\"), 0)"
            + " FROM "
            + tables.events().quoted();
    this.selectHead = "SELECT coalesce(max(\"position\"), 0) FROM " + tables.events().quoted();
  }

  /**
   * Opens a store on tables with their default names. Asks the database what it is, and checks that
   * the tables are there.
   *
   * @param dataSource hands out connections; stays the caller's to close
   * @param types the events that the store writes and reads
   * @return the store
   * @throws EventStoreException if the database is not supported, a table is missing or unfit, or
   *     the database does not answer
   */
  public static JdbcEventStore on(DataSource dataSource, EventTypes types) {
    return on(dataSource, types, JdbcTables.defaults());
  }

  /**
   * Opens a store on tables with names of one's own. Asks the database what it is, and checks that
   * the tables are there.
   *
   * @param dataSource hands out connections; stays the caller's to close
   * @param types the events that the store writes and reads
   * @param tables the tables' names
   * @return the store
   * @throws EventStoreException if the database is not supported, a table is missing or unfit, or
   *     the database does not answer
   */
  public static JdbcEventStore on(DataSource dataSource, EventTypes types, JdbcTables tables) {
    return with(dataSource, types).tables(tables).build();
  }

  /**
   * Starts a store with options.
   *
   * @param dataSource hands out connections; stays the caller's to close
   * @param types the events that the store writes and reads
   * @return a builder
   */
  public static JdbcEventStoreBuilder with(DataSource dataSource, EventTypes types) {
    return new JdbcEventStoreBuilder(dataSource, types);
  }

  static JdbcEventStore open(
      DataSource dataSource, EventTypes types, JdbcTables tables, StoreOptions options) {
    Database database = Database.of(dataSource);
    boolean sequence = database.dialect().drawsPositionsFromSequence();
    List<TableName> needed = new ArrayList<>(List.of(tables.events(), tables.outcomes()));
    if (!sequence) {
      needed.add(tables.counter());
    }
    TableCheck.require(database, needed);
    Horizon horizon =
        sequence
            ? new SequenceHorizon(database, tables.events(), sequenceOf(database, tables.events()))
            : counterOf(database, tables);
    return new JdbcEventStore(database, types, tables, horizon, options);
  }

  private static Horizon counterOf(Database database, JdbcTables tables) {
    try {
      new CounterCheck(database, tables).require();
    } catch (SQLException e) {
      throw new EventStoreException("the counter row could not be checked", e);
    }
    return new CounterHorizon(database, tables.counter());
  }

  private static String sequenceOf(Database database, TableName events) {
    try {
      return database.inAutoCommit(connection -> SequenceCheck.sequenceOf(connection, events));
    } catch (SQLException e) {
      throw new EventStoreException(
          "the sequence of positions of the table " + events + " could not be checked", e);
    }
  }

  @Override
  public EventTypes eventTypes() {
    return types;
  }

  /**
   * {@inheritDoc}
   *
   * @throws io.counterfoil.serialization.UnknownEventType if an event's class is not registered;
   *     nothing was stored
   * @throws io.counterfoil.serialization.UnreadablePayload if an event cannot be written; nothing
   *     was stored
   */
  @Override
  public AppendResult append(Append append) {
    AppendResult result = groups.append(append);
    listeners.run();
    return result;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Events come in pages, fewer at a time the larger they are, and no connection is held while
   * the consumer runs. What is appended behind the reader while it reads, it is given too.
   */
  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    streams.read(
        Objects.requireNonNull(query, "query"), Objects.requireNonNull(consumer, "consumer"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>One query, as of one moment, if the snapshots are in a {@link JdbcSnapshotStore} on the same
   * {@code DataSource} object; else one more for the snapshot. What goes beyond the first page of
   * events follows as in {@link #readStream}.
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

  /**
   * {@inheritDoc}
   *
   * <p>Does not wait for anything: what is not proved to be in order yet is left to a later call.
   * Reads up to where the log was proved when the call began.
   *
   * @throws EventStoreException also if {@code after} was never reached by this log, as after a
   *     restore from an older backup, or if the database is a replica
   */
  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    return log.read(query.asStored(types), Objects.requireNonNull(consumer, "consumer"));
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(key, "key");
    try {
      return database.inAutoCommit(connection -> outcomes.find(connection, stream, key));
    } catch (SQLException e) {
      throw new EventStoreException("an outcome of " + stream + " could not be read", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>On PostgreSQL one round trip: the streams are locked by {@code pg_advisory_xact_lock} on a
   * hash of their names, which keeps other calls of this method waiting, and nobody else.
   */
  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    if (appends.isEmpty()) {
      return List.of();
    }
    List<AppendResult> results = appending.append(appends);
    listeners.run();
    return results;
  }

  /**
   * Takes part in a transaction of the caller, on the caller's connection: appends are committed or
   * rolled back with it. The connection must be on this store's database and not in auto-commit
   * mode. Readers of this store object are not woken by the commit; they find the events when they
   * poll.
   *
   * <p>Until the transaction ends, readers of the log wait in front of its first event, and on
   * databases with a counter row every other append waits, too: keep it short.
   *
   * @param connection the caller's; never committed, rolled back or closed here
   * @return the streams in that transaction, for as long as it lasts
   */
  public JdbcEventStreams using(Connection connection) {
    return using(OnConnection.of(Objects.requireNonNull(connection, "connection")));
  }

  /**
   * Takes part in whatever transaction a transaction-aware {@code DataSource} has bound to the
   * calling thread, such as Spring's {@code TransactionAwareDataSourceProxy}. Each call asks it for
   * the connection and closes that again, which must leave the transaction open. May be kept and
   * shared by all threads: each works in its own transaction, and without one appends are refused.
   *
   * @param transactionAware hands out the connection of the current transaction
   * @return the streams in the current transaction of whoever calls
   */
  public JdbcEventStreams using(DataSource transactionAware) {
    return using(OnConnection.of(Objects.requireNonNull(transactionAware, "transactionAware")));
  }

  private JdbcEventStreams using(OnConnection connections) {
    StreamReader reading = new StreamReader(connections, streams);
    return new JdbcEventStreams(
        types,
        connections,
        callers,
        reading,
        new LoadOperation(connections, reading, loading),
        outcomes,
        false);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Goes through the table of outcomes once, in batches that are transactions of their own.
   */
  @Override
  public long forgetOutcomes(Instant before) {
    Objects.requireNonNull(before, "before");
    try {
      return retention.forget(before);
    } catch (SQLException e) {
      throw new EventStoreException(
          "outcomes could not be forgotten; some may be, and the call may be repeated", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>They come in pages, and no connection is held while the consumer runs.
   */
  @Override
  public void readOutcomes(OutcomeQuery query, Consumer<? super StoredOutcome> consumer) {
    outcomeReader.read(
        Objects.requireNonNull(query, "query"), Objects.requireNonNull(consumer, "consumer"));
  }

  /**
   * {@inheritDoc}
   *
   * <p>One statement, which goes through all events.
   */
  @Override
  public List<StoredType> storedTypes() {
    try {
      return database.inAutoCommit(on -> StoredTypes.of(on, tables.events()));
    } catch (SQLException e) {
      throw new EventStoreException("the types of the stored events could not be counted", e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>A batch keeps every append waiting until it is committed. On PostgreSQL the user must be
   * allowed to lock the table of events and to set its sequence, as the owner of both is.
   */
  @Override
  public EventIntake intake() {
    IntakeSql sql =
        database.dialect().drawsPositionsFromSequence()
            ? new SequenceIntakeSql(tables, sequenceOf(database, tables.events()))
            : new CounterIntakeSql(database.dialect(), tables, rows);
    return new JdbcIntake(database, sql, tables, listeners);
  }

  /**
   * {@inheritDoc}
   *
   * <p>On PostgreSQL, a transaction is named by the number of its server process, or by its name if
   * it is prepared for two-phase commit. What it does ({@code pg_stat_activity.state}, {@code
   * prepared}) and since when is hidden from users who may not see other users' sessions: then its
   * state is {@code unknown}, and its age is since this store first waited for it. On H2 readers
   * wait for nobody.
   */
  @Override
  public StoreStatus status() {
    try {
      StoreStatus found =
          database.inAutoCommit(
              connection -> {
                try (PreparedStatement select = connection.prepareStatement(selectStatus);
                    ResultSet row = select.executeQuery()) {
                  row.next();
                  return new StoreStatus(row.getLong(1), row.getLong(2), row.getLong(3));
                }
              });
      return horizon.statusOf(found);
    } catch (SQLException e) {
      throw new EventStoreException("events and streams could not be counted", e);
    }
  }

  @Override
  public List<OpenWriter> openWriters() {
    try {
      return horizon.statusOf(new StoreStatus(0, 0, highest())).openWriters();
    } catch (SQLException e) {
      throw new EventStoreException("the open writers could not be asked for", e);
    }
  }

  @Override
  public long head() {
    try {
      return horizon.reachable(highest());
    } catch (SQLException e) {
      throw new EventStoreException("the end of the log could not be read", e);
    }
  }

  private long highest() throws SQLException {
    return database.inAutoCommit(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(selectHead);
              ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return listeners.add(task);
  }

  /** Names the database's dialect. */
  @Override
  public String toString() {
    return "JdbcEventStore[" + database.dialect() + "]";
  }
}

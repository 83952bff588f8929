package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Keeps snapshots in a SQL database: PostgreSQL or H2. Each statement is a transaction of its own.
 * Thread-safe; make one and share it.
 */
public final class JdbcSnapshotStore implements SnapshotStore {
  private static final int ATTEMPTS = 10;
  private static final int PAGE = 500;

  private final Database database;
  private final String table;
  private final SnapshotSql sql;
  private final int kept;

  private JdbcSnapshotStore(Database database, String table, int kept) {
    this.database = database;
    this.table = table;
    this.sql = SnapshotSql.of(table);
    this.kept = kept;
  }

  /**
   * Opens a snapshot store on the table with its default name. Asks the database what it is, and
   * checks that the table is there.
   *
   * @param dataSource hands out connections; stays the caller's to close
   * @return the snapshot store, which keeps one snapshot of each stream and schema version
   * @throws EventStoreException if the database is not supported, the table is missing or of an
   *     older version, or the database does not answer
   */
  public static JdbcSnapshotStore on(DataSource dataSource) {
    return on(dataSource, JdbcTables.defaults());
  }

  /**
   * Opens a snapshot store on a table with a name of one's own. Asks the database what it is, and
   * checks that the table is there.
   *
   * @param dataSource hands out connections; stays the caller's to close
   * @param tables the tables' names
   * @return the snapshot store, which keeps one snapshot of each stream and schema version
   * @throws EventStoreException if the database is not supported, the table is missing or of an
   *     older version, or the database does not answer
   */
  public static JdbcSnapshotStore on(DataSource dataSource, JdbcTables tables) {
    Objects.requireNonNull(tables, "tables");
    Database database = Database.of(dataSource);
    TableCheck.require(database, List.of(tables.snapshots()));
    TableCheck.requireKey(database, tables.snapshots(), "sequence");
    return new JdbcSnapshotStore(database, tables.snapshots().quoted(), 1);
  }

  /**
   * Keeps more than one snapshot, so that an older one is there when the newest cannot be read.
   *
   * @param newest how many of each stream and schema version, 1 or more; one more may be kept for a
   *     while where two were saved at once
   * @return another snapshot store on the same table
   * @throws IllegalArgumentException if the number is below 1
   */
  public JdbcSnapshotStore keeping(int newest) {
    if (newest < 1) {
      throw new IllegalArgumentException("1 or more snapshots are kept, not " + newest);
    }
    return new JdbcSnapshotStore(database, table, newest);
  }

  /** Answers the quoted name of the table, if it can be read on the connections of a store. */
  Optional<String> tableIn(Database other) {
    return database.isOnSameDataSource(other) ? Optional.of(table) : Optional.empty();
  }

  @Override
  public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
    Objects.requireNonNull(stream, "stream");
    return run(
        "the snapshots of " + stream,
        database::inAutoCommit,
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql.newestBelow())) {
            bind(select, 1, stream, stateVersion);
            select.setLong(4, sequence == Long.MAX_VALUE ? sequence : sequence - 1);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new Snapshot(
                          stream,
                          stateVersion,
                          row.getLong(1),
                          row.getObject(2, UUID.class),
                          row.getString(3)))
                  : Optional.empty();
            }
          }
        });
  }

  @Override
  public void save(Snapshot snapshot) {
    boolean settled;
    do {
      settled =
          run(
              "the snapshots of " + snapshot.stream(),
              database::writeInAutoCommit,
              connection -> save(connection, snapshot));
    } while (!settled);
  }

  /** Answers false if another was faster and it is to be looked at again. */
  private boolean save(Connection connection, Snapshot snapshot) throws SQLException {
    List<Long> sequences = sequences(connection, snapshot);
    if (sequences.contains(snapshot.sequence())) {
      return true;
    }
    if (sequences.size() < kept) {
      insert(connection, snapshot);
      return true;
    }
    long oldest = sequences.get(kept - 1);
    if (sequences.size() > kept) {
      try (PreparedStatement delete = connection.prepareStatement(sql.deleteBelow())) {
        bind(delete, 1, snapshot.stream(), snapshot.stateVersion());
        delete.setLong(4, oldest);
        delete.executeUpdate();
      }
    }
    return snapshot.sequence() < oldest || replace(connection, snapshot, oldest);
  }

  private List<Long> sequences(Connection connection, Snapshot snapshot) throws SQLException {
    List<Long> sequences = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(sql.sequences())) {
      bind(select, 1, snapshot.stream(), snapshot.stateVersion());
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          sequences.add(row.getLong(1));
        }
      }
    }
    return sequences;
  }

  private void insert(Connection connection, Snapshot snapshot) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(sql.insert())) {
      bind(insert, 1, snapshot.stream(), snapshot.stateVersion());
      insert.setLong(4, snapshot.sequence());
      insert.setObject(5, snapshot.lastEventId());
      insert.setString(6, snapshot.state());
      insert.executeUpdate();
    }
  }

  /** In place, so that at no moment there is none. */
  private boolean replace(Connection connection, Snapshot snapshot, long oldest)
      throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql.replace())) {
      update.setLong(1, snapshot.sequence());
      update.setObject(2, snapshot.lastEventId());
      update.setString(3, snapshot.state());
      bind(update, 4, snapshot.stream(), snapshot.stateVersion());
      update.setLong(7, oldest);
      return update.executeUpdate() > 0;
    }
  }

  @Override
  public void discard(StreamId stream, int stateVersion, long sequence) {
    Objects.requireNonNull(stream, "stream");
    run(
        "the snapshots of " + stream,
        database::writeInAutoCommit,
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(sql.discard())) {
            bind(delete, 1, stream, stateVersion);
            delete.setLong(4, sequence);
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public void delete(StreamId stream) {
    Objects.requireNonNull(stream, "stream");
    run(
        "the snapshots of " + stream,
        database::writeInAutoCommit,
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(sql.delete())) {
            delete.setString(1, stream.aggregateType());
            delete.setString(2, stream.aggregateId());
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public void deleteAll() {
    run(
        "the snapshots",
        database::writeInAutoCommit,
        connection -> {
          try (PreparedStatement delete = connection.prepareStatement(sql.deleteAll())) {
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public void readStreams(Consumer<? super StreamId> consumer) {
    Objects.requireNonNull(consumer, "consumer");
    List<StreamId> page = streamsAfter("", "");
    while (!page.isEmpty()) {
      page.forEach(consumer);
      StreamId last = page.get(page.size() - 1);
      page = streamsAfter(last.aggregateType(), last.aggregateId());
    }
  }

  private List<StreamId> streamsAfter(String aggregateType, String aggregateId) {
    return run(
        "the snapshots",
        database::inAutoCommit,
        connection -> {
          List<StreamId> streams = new ArrayList<>();
          try (PreparedStatement select = connection.prepareStatement(sql.streams())) {
            select.setString(1, aggregateType);
            select.setString(2, aggregateId);
            select.setInt(3, PAGE);
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                streams.add(new StreamId(row.getString(1), row.getString(2)));
              }
            }
          }
          return streams;
        });
  }

  private static void bind(PreparedStatement statement, int from, StreamId stream, int stateVersion)
      throws SQLException {
    statement.setString(from, stream.aggregateType());
    statement.setString(from + 1, stream.aggregateId());
    statement.setInt(from + 2, stateVersion);
  }

  /** Tries again where two saved a snapshot of a stream at once, and one of them lost. */
  private <T> T run(String what, Way<T> way, Database.Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return way.run(work);
      } catch (SQLException e) {
        boolean lostRace =
            database.dialect().isUniqueViolation(e) || database.dialect().isTransient(e);
        if (!lostRace || attempt == ATTEMPTS) {
          throw new EventStoreException(what + " cannot be used", e);
        }
      }
    }
  }

  @FunctionalInterface
  private interface Way<T> {
    T run(Database.Work<T> work) throws SQLException;
  }
}

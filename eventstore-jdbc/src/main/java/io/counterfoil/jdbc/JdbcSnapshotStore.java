package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Keeps snapshots in a SQL database: PostgreSQL or H2. Each call is one statement in a transaction
 * of its own. Thread-safe; make one and share it.
 */
public final class JdbcSnapshotStore implements SnapshotStore {
  private static final int ATTEMPTS = 10;

  private final Database database;
  private final String table;
  private final String select;
  private final String upsert;
  private final String delete;

  private JdbcSnapshotStore(Database database, String table) {
    this.database = database;
    this.table = table;
    String ofStream = " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?";
    this.select =
        "SELECT \"sequence\", \"last_event_id\", \"state\" FROM "
            + table
            + ofStream
            + " AND \"state_version\" = ?";
    this.upsert = (database.dialect().hasOnConflict() ? ON_CONFLICT : MERGE).formatted(table);
    this.delete = "DELETE FROM " + table + ofStream;
  }

  private static final String ON_CONFLICT =
      """
      INSERT INTO %s AS kept ("aggregate_type", "aggregate_id", "state_version", "sequence",
        "last_event_id", "state") VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT ("aggregate_type", "aggregate_id", "state_version") DO UPDATE SET
        "sequence" = EXCLUDED."sequence", "last_event_id" = EXCLUDED."last_event_id",
        "state" = EXCLUDED."state"
      WHERE kept."sequence" < EXCLUDED."sequence\"""";

  private static final String MERGE =
      """
      MERGE INTO %s AS kept USING (SELECT CAST(? AS VARCHAR(255)) AS "aggregate_type",
          CAST(? AS VARCHAR(255)) AS "aggregate_id", CAST(? AS INTEGER) AS "state_version",
          CAST(? AS BIGINT) AS "sequence", CAST(? AS UUID) AS "last_event_id",
          CAST(? AS CHARACTER LARGE OBJECT) AS "state") AS fresh
        ON kept."aggregate_type" = fresh."aggregate_type"
          AND kept."aggregate_id" = fresh."aggregate_id"
          AND kept."state_version" = fresh."state_version"
      WHEN MATCHED AND kept."sequence" < fresh."sequence" THEN UPDATE SET
        "sequence" = fresh."sequence", "last_event_id" = fresh."last_event_id",
        "state" = fresh."state"
      WHEN NOT MATCHED THEN INSERT ("aggregate_type", "aggregate_id", "state_version", "sequence",
        "last_event_id", "state") VALUES (fresh."aggregate_type", fresh."aggregate_id",
        fresh."state_version", fresh."sequence", fresh."last_event_id", fresh."state")""";

  /**
   * Opens a snapshot store on the table with its default name. Asks the database what it is, and
   * checks that the table is there.
   *
   * @param dataSource hands out connections; stays the caller's to close
   * @return the snapshot store
   * @throws EventStoreException if the database is not supported, the table is missing, or the
   *     database does not answer
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
   * @return the snapshot store
   * @throws EventStoreException if the database is not supported, the table is missing, or the
   *     database does not answer
   */
  public static JdbcSnapshotStore on(DataSource dataSource, JdbcTables tables) {
    Objects.requireNonNull(tables, "tables");
    Database database = Database.of(dataSource);
    TableCheck.require(database, List.of(tables.snapshots()));
    return new JdbcSnapshotStore(database, tables.snapshots().quoted());
  }

  /** Answers the quoted name of the table, if it can be read on the connections of a store. */
  Optional<String> tableIn(Database other) {
    return database.isOnSameDataSource(other) ? Optional.of(table) : Optional.empty();
  }

  @Override
  public Optional<Snapshot> newest(StreamId stream, int stateVersion) {
    Objects.requireNonNull(stream, "stream");
    return run(
        stream,
        database::inAutoCommit,
        select,
        statement -> {
          statement.setInt(3, stateVersion);
          try (ResultSet row = statement.executeQuery()) {
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
        });
  }

  @Override
  public void save(Snapshot snapshot) {
    run(
        snapshot.stream(),
        database::writeInAutoCommit,
        upsert,
        statement -> {
          statement.setInt(3, snapshot.stateVersion());
          statement.setLong(4, snapshot.sequence());
          statement.setObject(5, snapshot.lastEventId());
          statement.setString(6, snapshot.state());
          return statement.executeUpdate();
        });
  }

  @Override
  public void delete(StreamId stream) {
    Objects.requireNonNull(stream, "stream");
    run(stream, database::writeInAutoCommit, delete, PreparedStatement::executeUpdate);
  }

  /** Tries again where two saved the first snapshot of a stream at once, and one of them lost. */
  private <T> T run(StreamId stream, Way<T> way, String sql, Use<T> use) {
    for (int attempt = 1; ; attempt++) {
      try {
        return way.run(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, stream.aggregateType());
                statement.setString(2, stream.aggregateId());
                return use.of(statement);
              }
            });
      } catch (SQLException e) {
        boolean lostRace =
            database.dialect().isUniqueViolation(e) || database.dialect().isTransient(e);
        if (!lostRace || attempt == ATTEMPTS) {
          throw new EventStoreException("the snapshots of " + stream + " cannot be used", e);
        }
      }
    }
  }

  @FunctionalInterface
  private interface Way<T> {
    T run(Database.Work<T> work) throws SQLException;
  }

  @FunctionalInterface
  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }
}

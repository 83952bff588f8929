package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.Generations;
import io.counterfoil.projection.ParkingPlace;
import io.counterfoil.projection.ReadModel;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Commits the rows of a batch and the checkpoint behind it together. */
final class JdbcReadModel implements ReadModel {
  /** How long a transaction may wait for the program that began it, which may have been stopped. */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);

  private final ReadModelDatabase database;
  private final ReadModelTables tables;
  private final RowWriter rows;
  private final JdbcGenerations generations;
  private final JdbcParkingPlace parking;

  JdbcReadModel(
      ReadModelDatabase database, ReadModelTables tables, RowWriter rows, CheckpointId first) {
    this.database = database;
    this.tables = tables;
    this.rows = rows;
    this.generations = new JdbcGenerations(database, tables, rows, first);
    this.parking = new JdbcParkingPlace(database, rows);
  }

  @Override
  public void setUp() throws Exception {
    ReadModelTables.createBooks(database);
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) throws Exception {
    tables.create(id);
    return generations.claim(id, owner);
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
          boundIdleTime(connection);
          return rows.apply(connection, held, due);
        });
  }

  /** Whoever was stopped in the middle of a batch shall not keep its locks. */
  private void boundIdleTime(Connection connection) throws SQLException {
    Optional<String> bound = database.dialect().endsWhenIdle(LONGEST_IDLE);
    if (bound.isPresent()) {
      try (Statement set = connection.createStatement()) {
        set.execute(bound.get());
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
            empty.executeUpdate("DELETE FROM " + ReadModelTables.of(held.id()));
          }
          return reset;
        });
  }

  @Override
  public Optional<ParkingPlace> parking() {
    return Optional.of(parking);
  }

  @Override
  public Optional<Generations> generations() {
    return Optional.of(generations);
  }
}

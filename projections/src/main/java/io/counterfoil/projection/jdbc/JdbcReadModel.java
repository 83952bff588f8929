package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.Generations;
import io.counterfoil.projection.ParkingPlace;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.projection.Replaying;
import java.sql.Statement;
import java.util.Optional;

/** Commits the rows of a batch and the checkpoint behind it together. */
final class JdbcReadModel implements ReadModel {
  private final ReadModelDatabase database;
  private final RowWriter rows;
  private final JdbcGenerations generations;
  private final JdbcParkingPlace parking;
  private final JdbcReplaying replaying;

  JdbcReadModel(
      ReadModelDatabase database, ReadModelTables tables, RowRules rules, CheckpointId first) {
    this.database = database;
    this.rows = new RowWriter(rules.handlers());
    this.generations = new JdbcGenerations(database, tables, rows, first);
    this.parking = new JdbcParkingPlace(database, rows);
    this.replaying = new JdbcReplaying(database, tables, rules, rows, first);
  }

  @Override
  public void setUp() throws Exception {
    ReadModelTables.createBooks(database);
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) throws Exception {
    generations.createTable(id);
    return generations.claim(id, owner);
  }

  @Override
  public Checkpoint renew(Checkpoint held) throws Exception {
    return database.inTransaction(connection -> CheckpointTable.renew(connection, held));
  }

  @Override
  public Checkpoint apply(Checkpoint held, Batch batch) throws Exception {
    Batch due = batch.behind(held.position());
    return database.inBoundedTransaction(connection -> rows.apply(connection, held, due));
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

  @Override
  public Optional<Replaying> replaying() {
    return Optional.of(replaying);
  }
}

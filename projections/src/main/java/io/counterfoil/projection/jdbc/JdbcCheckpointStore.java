package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.CheckpointStore;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Keeps checkpoints in the table {@code counterfoil_checkpoint} of a database, each change in a
 * transaction of its own: for projections into sinks that have no transactions. Thread-safe; blocks
 * on the database.
 */
public final class JdbcCheckpointStore implements CheckpointStore {
  private final ReadModelDatabase database;

  private JdbcCheckpointStore(ReadModelDatabase database) {
    this.database = database;
  }

  /**
   * Keeps checkpoints in a database.
   *
   * @param dataSource the database
   * @return the store; its table is created by {@link #setUp}
   */
  public static JdbcCheckpointStore on(DataSource dataSource) {
    return new JdbcCheckpointStore(new ReadModelDatabase(dataSource));
  }

  @Override
  public void setUp() {
    done(
        () -> {
          ReadModelTables.createBooks(database);
          return CheckpointTable.NAME;
        });
  }

  @Override
  public Optional<Checkpoint> find(CheckpointId id) {
    Objects.requireNonNull(id, "id");
    return done(() -> database.inTransaction(connection -> CheckpointTable.find(connection, id)));
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    return done(
        () ->
            database.inRepeatedTransaction(
                connection -> CheckpointTable.claim(connection, id, owner)));
  }

  @Override
  public Checkpoint renew(Checkpoint held) {
    return done(
        () -> database.inTransaction(connection -> CheckpointTable.renew(connection, held)));
  }

  @Override
  public Checkpoint advance(Checkpoint held, long to, List<ParkedEvent> parked) {
    return done(
        () ->
            database.inTransaction(
                connection -> {
                  Checkpoint moved = CheckpointTable.advance(connection, held, to);
                  ParkedTable.insert(connection, held.id(), parked);
                  return moved.parked(held.parked() || !parked.isEmpty());
                }));
  }

  @Override
  public Checkpoint reset(Checkpoint held) {
    return done(
        () -> database.inTransaction(connection -> CheckpointTable.reset(connection, held)));
  }

  @Override
  public List<ParkedEvent> parked(CheckpointId id) {
    return done(() -> database.inTransaction(connection -> ParkedTable.all(connection, id)));
  }

  @Override
  public Set<StreamId> parkedStreams(CheckpointId id) {
    return done(() -> database.inTransaction(connection -> ParkedTable.streams(connection, id)));
  }

  @Override
  public void parkAgain(CheckpointId id, ParkedEvent event) {
    done(
        () ->
            database.inTransaction(
                connection -> {
                  ParkedTable.update(connection, id, event);
                  return event;
                }));
  }

  @Override
  public boolean unpark(CheckpointId id, long position) {
    return done(
        () -> database.inTransaction(connection -> ParkedTable.delete(connection, id, position)));
  }

  private static <R> R done(Call<R> call) {
    try {
      return call.now();
    } catch (SQLException e) {
      throw new ProjectionException(
          "the table " + CheckpointTable.NAME + " could not be read or written", e);
    } catch (StepFailed e) {
      throw new ProjectionException(
          "the table " + CheckpointTable.NAME + " could not be created: " + e.step(), e.thrown());
    }
  }

  /**
   * Calls the database.
   *
   * @param <R> what comes of it
   */
  private interface Call<R> {
    R now() throws SQLException;
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.CheckpointStore;
import io.counterfoil.projection.ProjectionException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Keeps checkpoints in the table {@code counterfoil_checkpoint} of a database, each change in a
 * transaction of its own: for projections into sinks that have no transactions. Thread-safe; blocks
 * on the database.
 */
public final class JdbcCheckpointStore implements CheckpointStore {
  private final DataSource dataSource;

  private JdbcCheckpointStore(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Keeps checkpoints in a database.
   *
   * @param dataSource the database
   * @return the store; its table is created by {@link #setUp}
   */
  public static JdbcCheckpointStore on(DataSource dataSource) {
    return new JdbcCheckpointStore(Objects.requireNonNull(dataSource, "dataSource"));
  }

  @Override
  public void setUp() {
    done(
        () -> {
          new Ddl(dataSource).createUnlessThere(CheckpointTable.NAME, List.of(CheckpointTable.DDL));
          return CheckpointTable.NAME;
        });
  }

  @Override
  public Optional<Checkpoint> find(CheckpointId id) {
    Objects.requireNonNull(id, "id");
    return done(
        () -> Transaction.in(dataSource, connection -> CheckpointTable.find(connection, id)));
  }

  @Override
  public Checkpoint claim(CheckpointId id, String owner) {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    return done(() -> Claim.of(dataSource, id, owner));
  }

  @Override
  public Checkpoint renew(Checkpoint held) {
    return done(
        () -> Transaction.in(dataSource, connection -> CheckpointTable.renew(connection, held)));
  }

  @Override
  public Checkpoint advance(Checkpoint held, long to) {
    return done(
        () ->
            Transaction.in(
                dataSource, connection -> CheckpointTable.advance(connection, held, to)));
  }

  @Override
  public Checkpoint reset(Checkpoint held) {
    return done(
        () -> Transaction.in(dataSource, connection -> CheckpointTable.reset(connection, held)));
  }

  private static <R> R done(Call<R> call) {
    try {
      return call.now();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ProjectionException(
          "the table " + CheckpointTable.NAME + " could not be read or written", e);
    }
  }

  /**
   * Calls the database.
   *
   * @param <R> what comes of it
   */
  private interface Call<R> {
    R now() throws Exception;
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.ParkingPlace;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Parks events beside the rows and the checkpoint, in their transactions. Everything that takes
 * events up again locks the checkpoint, so that no batch is applied meanwhile.
 */
final class JdbcParkingPlace implements ParkingPlace {
  private final ReadModelDatabase database;
  private final RowWriter rows;

  JdbcParkingPlace(ReadModelDatabase database, RowWriter rows) {
    this.database = database;
    this.rows = rows;
  }

  @Override
  public Checkpoint park(Checkpoint held, ParkedEvent event) throws Exception {
    return database.inTransaction(
        connection -> {
          Checkpoint moved = CheckpointTable.advance(connection, held, event.position());
          ParkedTable.insert(connection, held.id(), List.of(event));
          return moved.parked(true);
        });
  }

  @Override
  public List<ParkedEvent> parked(CheckpointId id) throws Exception {
    return database.inTransaction(connection -> ParkedTable.all(connection, id));
  }

  @Override
  public boolean applyParked(CheckpointId id, RecordedEvent event) throws Exception {
    return database.inBoundedTransaction(
        connection -> {
          lock(connection, id);
          OptionalLong first = ParkedTable.first(connection, id, event.stream());
          if (first.isEmpty() || first.getAsLong() != event.position()) {
            return false;
          }
          rows.write(connection, id, List.of(event));
          return ParkedTable.delete(connection, id, event.position());
        });
  }

  @Override
  public void parkAgain(CheckpointId id, ParkedEvent event) throws Exception {
    database.inTransaction(
        connection -> {
          ParkedTable.update(connection, id, event);
          return true;
        });
  }

  @Override
  public boolean discard(CheckpointId id, long position) throws Exception {
    return database.inTransaction(
        connection -> {
          lock(connection, id);
          return ParkedTable.delete(connection, id, position);
        });
  }

  private static void lock(Connection connection, CheckpointId id) throws SQLException {
    if (CheckpointTable.lock(connection, id).isEmpty()) {
      throw new SQLException("there is no checkpoint " + id);
    }
  }
}

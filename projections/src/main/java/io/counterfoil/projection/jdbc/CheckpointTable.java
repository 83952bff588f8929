package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointFenced;
import io.counterfoil.projection.CheckpointId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes the rows of the checkpoint table, inside the transaction of whoever calls.
 *
 * <p>Every change names the epoch that it is made under, and takes the row's lock: of two runners
 * one waits for the other, and then changes nothing.
 */
final class CheckpointTable {
  static final String NAME = "counterfoil_checkpoint";

  static final String DDL =
      "CREATE TABLE "
          + NAME
          + " (projection VARCHAR(51) NOT NULL, version INTEGER NOT NULL,"
          + " generation INTEGER NOT NULL, slot INTEGER NOT NULL, position BIGINT NOT NULL,"
          + " replayed_to BIGINT NOT NULL, epoch BIGINT NOT NULL, owner VARCHAR(255) NOT NULL,"
          + " updated_at BIGINT NOT NULL, PRIMARY KEY (projection, version, generation, slot))";

  /** A row's key, for conditions; its parameters are bound by {@link #bind}. */
  static final String KEY = " WHERE projection = ? AND version = ? AND generation = ? AND slot = ?";

  private static final String SELECT =
      "SELECT position, epoch, owner, replayed_to, version, generation, slot,"
          + " CASE WHEN EXISTS (SELECT 1 FROM "
          + ParkedTable.NAME
          + " AS p WHERE p.projection = c.projection AND p.version = c.version"
          + " AND p.generation = c.generation AND p.slot = c.slot) THEN 1 ELSE 0 END FROM "
          + NAME
          + " AS c";

  private CheckpointTable() {}

  static Optional<Checkpoint> find(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(SELECT + KEY)) {
      bind(select, 1, id);
      List<Checkpoint> found = read(select, id.projection());
      return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }
  }

  /** Finds a checkpoint and keeps everybody else from changing it until the transaction ends. */
  static Optional<Checkpoint> lock(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement lock =
        connection.prepareStatement("SELECT epoch FROM " + NAME + KEY + " FOR UPDATE")) {
      bind(lock, 1, id);
      try (ResultSet row = lock.executeQuery()) {
        return row.next() ? find(connection, id) : Optional.empty();
      }
    }
  }

  /** Lists the checkpoints of all versions of a projection, the oldest first. */
  static List<Checkpoint> all(Connection connection, String projection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            SELECT + " WHERE projection = ? ORDER BY version, generation, slot")) {
      select.setString(1, projection);
      return read(select, projection);
    }
  }

  private static List<Checkpoint> read(PreparedStatement select, String projection)
      throws SQLException {
    List<Checkpoint> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(
            new Checkpoint(
                new CheckpointId(projection, row.getInt(5), row.getInt(6), row.getInt(7)),
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                row.getInt(8) != 0));
      }
    }
    return found;
  }

  /** Tells by the clock of who wrote it last when that was; 0 if it is absent. */
  static long updatedAt(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT updated_at FROM " + NAME + KEY)) {
      bind(select, 1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Raises the epoch, or inserts the row; that insert may meet another one and fail. */
  static Checkpoint claim(Connection connection, CheckpointId id, String owner)
      throws SQLException {
    if (!handOver(connection, id, owner)) {
      insert(connection, id, owner);
    }
    return find(connection, id)
        .orElseThrow(() -> new SQLException("the checkpoint " + id + " vanished while claimed"));
  }

  /** Raises the epoch for another owner; tells whether there is such a checkpoint. */
  static boolean handOver(Connection connection, CheckpointId id, String owner)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE " + NAME + " SET epoch = epoch + 1, owner = ?, updated_at = ?" + KEY)) {
      update.setString(1, owner);
      update.setLong(2, System.currentTimeMillis());
      bind(update, 3, id);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * Raises the epoch where the owner is still the same. Not where the epoch is: the answer to an
   * earlier renewal may have been lost, and then the epoch is newer than the one that is held.
   */
  static Checkpoint renew(Connection connection, Checkpoint held) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + NAME
                + " SET epoch = epoch + 1, updated_at = ?"
                + KEY
                + " AND epoch >= ? AND owner = ?")) {
      update.setLong(1, System.currentTimeMillis());
      bind(update, 2, held.id());
      update.setLong(6, held.epoch());
      update.setString(7, held.owner());
      requireOne(update, held);
    }
    return find(connection, held.id()).orElseThrow(() -> new CheckpointFenced(held));
  }

  static Checkpoint advance(Connection connection, Checkpoint held, long to) throws SQLException {
    if (to < held.position()) {
      throw new IllegalArgumentException(
          "a checkpoint does not go back from " + held.position() + " to " + to);
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + NAME
                + " SET position = ?, updated_at = ?"
                + KEY
                + " AND epoch = ? AND owner = ? AND position = ?")) {
      update.setLong(1, to);
      update.setLong(2, System.currentTimeMillis());
      bind(update, 3, held.id());
      update.setLong(7, held.epoch());
      update.setString(8, held.owner());
      update.setLong(9, held.position());
      requireOne(update, held);
    }
    return held.at(to);
  }

  /** Moves the checkpoint to zero; all that it has come to counts as replayed from then on. */
  static Checkpoint reset(Connection connection, Checkpoint held) throws SQLException {
    renew(connection, held);
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + NAME
                + " SET replayed_to = CASE WHEN position > replayed_to THEN position ELSE"
                + " replayed_to END, position = 0"
                + KEY)) {
      bind(update, 1, held.id());
      requireOne(update, held);
    }
    ParkedTable.clear(connection, held.id());
    return find(connection, held.id()).orElseThrow(() -> new CheckpointFenced(held));
  }

  static void delete(Connection connection, CheckpointId id) throws SQLException {
    ParkedTable.clear(connection, id);
    try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + NAME + KEY)) {
      bind(delete, 1, id);
      delete.executeUpdate();
    }
  }

  private static void insert(Connection connection, CheckpointId id, String owner)
      throws SQLException {
    long replayedTo =
        all(connection, id.projection()).stream()
            .filter(other -> other.id().version() < id.version())
            .mapToLong(Checkpoint::position)
            .max()
            .orElse(0);
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + NAME
                + " (projection, version, generation, slot, position, replayed_to, epoch, owner,"
                + " updated_at) VALUES (?, ?, ?, ?, 0, ?, 1, ?, ?)")) {
      bind(insert, 1, id);
      insert.setLong(5, replayedTo);
      insert.setString(6, owner);
      insert.setLong(7, System.currentTimeMillis());
      insert.executeUpdate();
    }
  }

  static void bind(PreparedStatement statement, int first, CheckpointId id) throws SQLException {
    statement.setString(first, id.projection());
    statement.setInt(first + 1, id.version());
    statement.setInt(first + 2, id.generation());
    statement.setInt(first + 3, id.slot());
  }

  private static void requireOne(PreparedStatement update, Checkpoint held) throws SQLException {
    if (update.executeUpdate() != 1) {
      throw new CheckpointFenced(held);
    }
  }
}

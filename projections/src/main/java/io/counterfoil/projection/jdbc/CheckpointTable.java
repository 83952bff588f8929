package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.CheckpointFenced;
import io.counterfoil.projection.CheckpointId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
          + " (projection VARCHAR(51) NOT NULL, version INTEGER NOT NULL, slot INTEGER NOT NULL,"
          + " position BIGINT NOT NULL, epoch BIGINT NOT NULL, owner VARCHAR(255),"
          + " updated_at BIGINT NOT NULL, PRIMARY KEY (projection, version, slot))";

  private static final String KEY = " WHERE projection = ? AND version = ? AND slot = ?";

  private CheckpointTable() {}

  static Optional<Checkpoint> find(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT position, epoch, owner FROM " + NAME + KEY)) {
      bind(select, 1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Checkpoint(
                    id,
                    row.getLong(1),
                    row.getLong(2),
                    Optional.ofNullable(row.getString(3)).orElse("")))
            : Optional.empty();
      }
    }
  }

  /** Finds the highest version of a projection that has ever been claimed; 0 if none has. */
  static int newestVersion(Connection connection, String projection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT MAX(version) FROM " + NAME + " WHERE projection = ?")) {
      select.setString(1, projection);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  /** Raises the epoch, or inserts the row; that insert may meet another one and fail. */
  static Checkpoint claim(Connection connection, CheckpointId id, String owner)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE " + NAME + " SET epoch = epoch + 1, owner = ?, updated_at = ?" + KEY)) {
      update.setString(1, owner);
      update.setLong(2, System.currentTimeMillis());
      bind(update, 3, id);
      if (update.executeUpdate() == 0) {
        insert(connection, id, owner);
      }
    }
    return find(connection, id)
        .orElseThrow(() -> new SQLException("the checkpoint " + id + " vanished while claimed"));
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
      update.setLong(5, held.epoch());
      update.setString(6, held.owner());
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
                + " AND epoch = ? AND position = ?")) {
      update.setLong(1, to);
      update.setLong(2, System.currentTimeMillis());
      bind(update, 3, held.id());
      update.setLong(6, held.epoch());
      update.setLong(7, held.position());
      requireOne(update, held);
    }
    return held.at(to);
  }

  static Checkpoint reset(Connection connection, Checkpoint held) throws SQLException {
    Checkpoint renewed = renew(connection, held);
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE " + NAME + " SET position = 0" + KEY)) {
      bind(update, 1, held.id());
      requireOne(update, held);
    }
    return renewed.at(0);
  }

  private static void insert(Connection connection, CheckpointId id, String owner)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO "
                + NAME
                + " (projection, version, slot, position, epoch, owner, updated_at)"
                + " VALUES (?, ?, ?, 0, 1, ?, ?)")) {
      bind(insert, 1, id);
      insert.setString(4, owner);
      insert.setLong(5, System.currentTimeMillis());
      insert.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, int first, CheckpointId id)
      throws SQLException {
    statement.setString(first, id.projection());
    statement.setInt(first + 1, id.version());
    statement.setInt(first + 2, id.slot());
  }

  private static void requireOne(PreparedStatement update, Checkpoint held) throws SQLException {
    if (update.executeUpdate() != 1) {
      throw new CheckpointFenced(held);
    }
  }
}

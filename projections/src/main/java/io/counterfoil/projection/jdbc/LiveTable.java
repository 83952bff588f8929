package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.CheckpointId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes which generation of a read model readers see, and which one is being built,
 * inside the transaction of whoever calls.
 */
final class LiveTable {
  static final String NAME = "counterfoil_read_model";

  static final String DDL =
      "CREATE TABLE "
          + NAME
          + " (projection VARCHAR(51) NOT NULL PRIMARY KEY, version INTEGER NOT NULL,"
          + " generation INTEGER NOT NULL, shown_version INTEGER, shown_generation INTEGER,"
          + " next_version INTEGER, next_generation INTEGER)";

  /**
   * Tells how a read model stands.
   *
   * @param live what readers are to see
   * @param shown what their view shows; another one, or none, where a process ended in between
   * @param next what is being built
   */
  record Standing(CheckpointId live, Optional<CheckpointId> shown, Optional<CheckpointId> next) {

    Standing building(Optional<CheckpointId> other) {
      return new Standing(live, shown, other);
    }
  }

  private LiveTable() {}

  static Optional<Standing> find(Connection connection, String projection) throws SQLException {
    return select(connection, projection, "");
  }

  /** Finds it, and keeps everybody else from changing it until the transaction ends. */
  static Optional<Standing> lock(Connection connection, String projection) throws SQLException {
    return select(connection, projection, " FOR UPDATE");
  }

  private static Optional<Standing> select(Connection connection, String projection, String end)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT version, generation, shown_version, shown_generation, next_version,"
                + " next_generation FROM "
                + NAME
                + " WHERE projection = ?"
                + end)) {
      select.setString(1, projection);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Standing(
                    id(projection, row, 1).orElseThrow(),
                    id(projection, row, 3),
                    id(projection, row, 5)))
            : Optional.empty();
      }
    }
  }

  private static Optional<CheckpointId> id(String projection, ResultSet row, int column)
      throws SQLException {
    int version = row.getInt(column);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(new CheckpointId(projection, version, row.getInt(column + 1), 0));
  }

  /** Inserts what is there first; that may meet another insert and fail. */
  static Standing insert(Connection connection, CheckpointId live) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO " + NAME + " (projection, version, generation) VALUES (?, ?, ?)")) {
      insert.setString(1, live.projection());
      insert.setInt(2, live.version());
      insert.setInt(3, live.generation());
      insert.executeUpdate();
    }
    return new Standing(live, Optional.empty(), Optional.empty());
  }

  static void update(Connection connection, Standing to) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + NAME
                + " SET version = ?, generation = ?, shown_version = ?, shown_generation = ?,"
                + " next_version = ?, next_generation = ? WHERE projection = ?")) {
      bind(update, 1, to.live());
      bind(update, 3, to.shown().orElse(null));
      bind(update, 5, to.next().orElse(null));
      update.setString(7, to.live().projection());
      update.executeUpdate();
    }
  }

  /** Notes what the view shows, and leaves all else as it is. */
  static void shown(Connection connection, CheckpointId id) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE "
                + NAME
                + " SET shown_version = ?, shown_generation = ? WHERE projection = ?")) {
      bind(update, 1, id);
      update.setString(3, id.projection());
      update.executeUpdate();
    }
  }

  private static void bind(PreparedStatement update, int first, @Nullable CheckpointId id)
      throws SQLException {
    update.setObject(first, id == null ? null : id.version(), java.sql.Types.INTEGER);
    update.setObject(first + 1, id == null ? null : id.generation(), java.sql.Types.INTEGER);
  }
}

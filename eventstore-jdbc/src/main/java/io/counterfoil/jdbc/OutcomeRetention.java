package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Forgets outcomes by their age, in batches: each a short transaction of its own, so that others go
 * on in between and nobody waits for long.
 *
 * <p>There is no index on the age, which every keyed append would pay for: the table is gone
 * through once. On PostgreSQL a batch is a stretch of the table's blocks, since deleted rows lie
 * about until they are vacuumed, and whoever began again at the start would go past them each time.
 * H2 has them gone with the commit, and finds the oldest first.
 */
final class OutcomeRetention {
  /** Some thousand rows. */
  private static final long BLOCKS = 64;

  private static final int ROWS = 1_000;

  /** Each is a wait for a lock of another, which may last seconds. */
  private static final int ATTEMPTS = 10;

  private final Database database;
  private final TableName outcomes;

  OutcomeRetention(Database database, TableName outcomes) {
    this.database = database;
    this.outcomes = outcomes;
  }

  long forget(Instant before) throws SQLException {
    long moment = millisecondsOf(before);
    return database.dialect().namesRowsByBlock() ? forgetByBlocks(moment) : forgetByRows(moment);
  }

  /** An outcome in the middle of whose millisecond the moment lies is kept. */
  private static long millisecondsOf(Instant moment) {
    try {
      return moment.toEpochMilli();
    } catch (ArithmeticException e) {
      return moment.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  /** What is stored meanwhile may lie behind the last block, and is left. */
  private long forgetByBlocks(long moment) throws SQLException {
    String delete =
        "DELETE FROM "
            + outcomes.quoted()
            + " WHERE ctid >= CAST(? AS tid) AND ctid < CAST(? AS tid) AND \"recorded_at\" < ?";
    long blocks = database.inAutoCommit(this::blocks);
    long forgotten = 0;
    for (long block = 0; block < blocks; block += BLOCKS) {
      String from = "(" + block + ",0)";
      String to = "(" + (block + BLOCKS) + ",0)";
      forgotten +=
          batch(
              delete,
              (connection, statement) ->
                  new Parameters(connection, statement).text(from).text(to).number(moment));
    }
    return forgotten;
  }

  private long blocks(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT pg_relation_size(CAST(? AS regclass))"
                + " / CAST(current_setting('block_size') AS bigint)")) {
      select.setString(1, outcomes.quoted());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private long forgetByRows(long moment) throws SQLException {
    String delete =
        "DELETE FROM "
            + outcomes.quoted()
            + " WHERE \"recorded_at\" < ? FETCH FIRST "
            + ROWS
            + " ROWS ONLY";
    long forgotten = 0;
    long last;
    do {
      last =
          batch(
              delete,
              (connection, statement) -> new Parameters(connection, statement).number(moment));
      forgotten += last;
    } while (last == ROWS);
    return forgotten;
  }

  private long batch(String delete, Binding binding) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        return database.<Integer>writeInAutoCommit(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(delete)) {
                binding.bind(connection, statement);
                return statement.executeUpdate();
              }
            });
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !database.dialect().isTransient(e)) {
          throw e;
        }
      }
    }
  }

  @FunctionalInterface
  private interface Binding {
    void bind(Connection connection, PreparedStatement statement) throws SQLException;
  }
}

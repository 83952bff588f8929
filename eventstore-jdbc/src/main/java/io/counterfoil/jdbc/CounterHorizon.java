package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.jdbc.dialect.TableName;
import io.counterfoil.store.StoreStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trusts the counter row: an append holds its lock from before its events are numbered until they
 * are committed, so every position up to the committed count is there.
 */
final class CounterHorizon implements Horizon {
  /**
   * Makes each query another one, also of other stores on the same connection. H2 keeps the answer
   * to a query for when it is asked again, and in the midst of a commit a connection may get an old
   * one, when another connection has seen the new.
   */
  private static final AtomicLong LOOKS = new AtomicLong();

  private final Database database;
  private final String select;

  CounterHorizon(Database database, TableName counter) {
    this.database = database;
    this.select =
        "SELECT \"last_position\" FROM "
            + counter.quoted()
            + " WHERE \"id\" = 1 AND \"last_position\" >= ?";
  }

  @Override
  public long look(long after) throws SQLException {
    long last =
        database.inAutoCommit(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(select)) {
                statement.setLong(1, -LOOKS.incrementAndGet());
                try (ResultSet row = statement.executeQuery()) {
                  if (!row.next()) {
                    throw Broken.counterRowIsMissing();
                  }
                  return row.getLong(1);
                }
              }
            });
    if (after > last) {
      throw Broken.aheadOfTheLog(after, last);
    }
    return last;
  }

  /** An event above the counter, in a file that is torn, is never read. */
  @Override
  public long reachable(long highest) throws SQLException {
    return Math.min(highest, look(0));
  }

  /** Readers wait for nobody: what is not committed has no position yet that they could pass. */
  @Override
  public StoreStatus statusOf(StoreStatus counted) throws SQLException {
    return new StoreStatus(counted.events(), counted.streams(), reachable(counted.head()));
  }
}

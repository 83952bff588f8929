package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The floor of read models: a loop that asks every 10 milliseconds for what is behind its
 * checkpoint, and writes rows and checkpoint in one transaction. It knows nothing of gaps: an event
 * that is committed behind a later one is lost to it. Used by one thread at a time.
 */
public final class PlainProjection {
  private static final long INTERVAL_NANOS = Duration.ofMillis(10).toNanos();
  private static final int MOST_EVENTS = 500;

  private final Connection connection;
  private volatile boolean stopping;

  /**
   * Works on the tables that the library has made, and on a checkpoint of its own.
   *
   * @param connection what to work on
   */
  public PlainProjection(Connection connection) throws SQLException {
    this.connection = connection;
    connection.setAutoCommit(false);
  }

  /** Follows the log until it is told to stop. */
  public void follow() throws SQLException {
    stopping = false;
    try (PreparedStatement checkpoint =
            connection.prepareStatement("SELECT position FROM plain_checkpoint");
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT position, aggregate_id, sequence, type, data FROM counterfoil_events"
                    + " WHERE position > ? ORDER BY position LIMIT "
                    + MOST_EVENTS);
        PreparedStatement row =
            connection.prepareStatement(
                "UPDATE balance_view_v1 SET balance_cents = ?, last_sequence = ?, last_position = ?"
                    + " WHERE account_id = ?");
        PreparedStatement move =
            connection.prepareStatement("UPDATE plain_checkpoint SET position = ?")) {
      long position = read(checkpoint);
      while (!stopping) {
        long reached = apply(select, row, position);
        if (reached > position) {
          move.setLong(1, reached);
          move.executeUpdate();
          position = reached;
        }
        connection.commit();
        LockSupport.parkNanos(INTERVAL_NANOS);
      }
    }
  }

  private static long read(PreparedStatement checkpoint) throws SQLException {
    try (ResultSet row = checkpoint.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private static long apply(PreparedStatement select, PreparedStatement row, long position)
      throws SQLException {
    long reached = position;
    select.setLong(1, position);
    try (ResultSet events = select.executeQuery()) {
      while (events.next()) {
        reached = events.getLong(1);
        AccountEvent event = Payloads.read(events.getString(4), events.getString(5));
        if (event instanceof MoneyDeposited deposited) {
          row.setLong(1, deposited.balanceAfter());
          row.setLong(2, events.getLong(3));
          row.setLong(3, reached);
          row.setString(4, events.getString(2));
          row.addBatch();
        }
      }
    }
    row.executeBatch();
    return reached;
  }

  /** Lets the loop end. */
  public void stop() {
    stopping = true;
  }
}

package io.counterfoil.jdbc.dialect;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a connection and remembers how it was found. One that comes with a transaction of somebody
 * else's is refused, since the work would commit it.
 */
final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final Connection connection;
  private final boolean autoCommit;
  private int isolation = Connection.TRANSACTION_NONE;
  private boolean abandoned;

  private Lease(Connection connection, boolean autoCommit) {
    this.connection = connection;
    this.autoCommit = autoCommit;
  }

  /**
   * Takes a connection.
   *
   * @param autoCommit how the connections of the {@code DataSource} came at first: if they were in
   *     auto-commit mode, one that is not is in a transaction
   * @throws IllegalStateException if it is in a transaction
   */
  static Lease take(DataSource dataSource, boolean autoCommit, SqlDialect dialect)
      throws SQLException {
    Connection connection =
        Objects.requireNonNull(dataSource.getConnection(), "the DataSource's connection");
    try {
      boolean found = connection.getAutoCommit();
      if (!found && (autoCommit || hasWritten(connection, dialect))) {
        throw inTransaction();
      }
      if (!found) {
        connection.rollback(); // of that look, or the level could not be changed any more
      }
      return new Lease(connection, found);
    } catch (SQLException | RuntimeException e) {
      close(connection, e);
      throw e;
    }
  }

  private static void close(Connection connection, Exception reason) {
    try {
      connection.close();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** A pool without auto-commit looks like a transaction, but for what was written in it. */
  private static boolean hasWritten(Connection connection, SqlDialect dialect) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(dialect.selectOwnTransaction());
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getObject(1) != null;
    }
  }

  private static Database.BoundConnection inTransaction() {
    return new Database.BoundConnection(
        "the DataSource handed out a connection that is in a transaction already, which would be"
            + " committed here, behind the back of whoever began it; nothing was done. Give a"
            + " DataSource whose connections are free, such as the pool itself and not a"
            + " transaction-aware proxy of it; to append in the caller's transaction there is"
            + " JdbcEventStore.using");
  }

  Connection connection() {
    return connection;
  }

  void autoCommit(boolean wanted) throws SQLException {
    if (autoCommit != wanted) {
      connection.setAutoCommit(wanted);
    }
  }

  void isolation(int wanted) throws SQLException {
    int found = connection.getTransactionIsolation();
    if (found != wanted) {
      connection.setTransactionIsolation(wanted);
      isolation = found;
    }
  }

  /**
   * Notes that a transaction may still be open, which nothing may commit any more: setting
   * auto-commit would.
   */
  void abandon() {
    abandoned = true;
  }

  /** Does not throw: the work is done, and what became of it does not depend on this. */
  @Override
  public void close() {
    if (abandoned) {
      drop();
    } else {
      giveBack();
    }
  }

  private void drop() {
    try (connection) {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a connection whose transaction failed could not be dropped: {}", e.toString());
    }
  }

  private void giveBack() {
    try (connection) {
      if (connection.isClosed()) {
        return; // it was lost, and the work has said so
      }
      if (isolation != Connection.TRANSACTION_NONE) {
        connection.setTransactionIsolation(isolation);
      }
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException | RuntimeException e) {
      LOG.warn("a connection could not be given back as it was found: {}", e.toString());
    }
  }
}

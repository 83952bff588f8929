package io.counterfoil.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs work on a connection of a {@code DataSource} and leaves the connection as it was found,
 * whatever the pool's defaults are. Thread-safe.
 *
 * <p>The work runs on the caller's thread, except where an interrupt in the middle of it would
 * close the database for everybody (H2 in a file): there it runs on a thread of this class's own
 * while the caller waits; an interrupt of the caller is kept for after the work.
 *
 * <p>Where a kill of the process could tear the transactions of several writers (H2 in a file), a
 * transaction begins when no other of this JVM is under way on the same file, its commit included.
 * Transactions within a transaction on the same thread do not wait for each other.
 */
public final class Database {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  /** Locks for ever: there are few files, and what uses them comes and goes. */
  private static final ConcurrentMap<String, ReentrantLock> WRITERS = new ConcurrentHashMap<>();

  private final DataSource dataSource;
  private final SqlDialect dialect;
  private final @Nullable ReentrantLock writing;

  private Database(DataSource dataSource, SqlDialect dialect) {
    this.dataSource = dataSource;
    this.dialect = dialect;
    // Fair, or a busy writer would keep the projections waiting.
    this.writing =
        dialect
            .fileOfOneWriter()
            .map(file -> WRITERS.computeIfAbsent(file, f -> new ReentrantLock(true)))
            .orElse(null);
  }

  /**
   * Asks the database for its dialect.
   *
   * @param dataSource where the database is
   * @return the database
   * @throws io.counterfoil.store.EventStoreException if the database is not supported
   */
  public static Database of(DataSource dataSource) {
    return new Database(dataSource, SqlDialect.of(dataSource));
  }

  /**
   * Returns the dialect.
   *
   * @return the dialect
   */
  public SqlDialect dialect() {
    return dialect;
  }

  /**
   * Runs statements each of which is a transaction of its own, with its own snapshot, whatever the
   * isolation level. They only read, or the database orders writers by itself.
   *
   * @param work what to do
   * @param <T> what it answers
   * @return its answer
   * @throws SQLException what the work or {@code getConnection} threw
   */
  public <T> T inAutoCommit(Work<T> work) throws SQLException {
    return onSafeThread(() -> autoCommitted(work));
  }

  /**
   * Does the same for statements that write.
   *
   * @param work what to do
   * @param <T> what it answers
   * @return its answer
   * @throws SQLException what the work or {@code getConnection} threw
   */
  public <T> T writeInAutoCommit(Work<T> work) throws SQLException {
    return onSafeThread(() -> inTurn(() -> autoCommitted(work)));
  }

  private <T> T autoCommitted(Work<T> work) throws SQLException {
    try (Lease lease = Lease.take(dataSource)) {
      lease.autoCommit(true);
      return work.on(lease.connection());
    }
  }

  /**
   * Runs statements as one transaction in READ COMMITTED, and commits it; rolls it back when the
   * work throws.
   *
   * @param work what to do
   * @param <T> what it answers
   * @return its answer
   * @throws CommitFailed if the commit failed, so that nobody knows whether it took place
   * @throws SQLException what the work or {@code getConnection} threw; all was rolled back
   */
  public <T> T inTransaction(Work<T> work) throws SQLException {
    return onSafeThread(() -> inTurn(() -> transacted(work)));
  }

  private <T> T transacted(Work<T> work) throws SQLException {
    try (Lease lease = Lease.take(dataSource)) {
      lease.autoCommit(false);
      lease.isolation(Connection.TRANSACTION_READ_COMMITTED);
      return committed(lease, work);
    }
  }

  private static <T> T committed(Lease lease, Work<T> work) throws SQLException {
    T answer;
    try {
      answer = work.on(lease.connection());
    } catch (Throwable e) {
      rollback(lease, e);
      throw e;
    }
    try {
      lease.connection().commit();
    } catch (SQLException | RuntimeException e) {
      rollback(lease, e);
      lease.abandon();
      throw new CommitFailed(e instanceof SQLException sql ? sql : new SQLException(e));
    }
    return answer;
  }

  private static void rollback(Lease lease, Throwable reason) {
    try {
      lease.connection().rollback();
    } catch (SQLException | RuntimeException e) {
      reason.addSuppressed(e);
      lease.abandon();
    }
  }

  /** Waits before it takes a connection, so that readers find one meanwhile. */
  private <T> T inTurn(SafeThreads.Task<T> task) throws SQLException {
    if (writing == null) {
      return task.call();
    }
    writing.lock();
    try {
      return task.call();
    } finally {
      writing.unlock();
    }
  }

  private <T> T onSafeThread(SafeThreads.Task<T> task) throws SQLException {
    return dialect.suffersFromInterrupts() ? SafeThreads.call(task) : task.call();
  }

  /**
   * Works on a connection. It neither commits nor closes it.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  public interface Work<T> {

    /**
     * Does the work.
     *
     * @param connection the connection, for the time of this call
     * @return the answer; never null
     * @throws SQLException what the database said
     */
    T on(Connection connection) throws SQLException;
  }

  /** Says that a commit failed: its transaction may or may not have taken place. */
  public static final class CommitFailed extends SQLException {
    private static final long serialVersionUID = 1L;

    /**
     * Wraps what the driver said, with its codes.
     *
     * @param cause what the driver said
     */
    public CommitFailed(SQLException cause) {
      super(cause.getMessage(), cause.getSQLState(), cause.getErrorCode(), cause);
    }
  }

  /** Holds a connection and remembers how it was found. */
  private static final class Lease implements AutoCloseable {
    private final Connection connection;
    private final boolean autoCommit;
    private int isolation = Connection.TRANSACTION_NONE;
    private boolean abandoned;

    private Lease(Connection connection, boolean autoCommit) {
      this.connection = connection;
      this.autoCommit = autoCommit;
    }

    static Lease take(DataSource dataSource) throws SQLException {
      Connection connection =
          Objects.requireNonNull(dataSource.getConnection(), "the DataSource's connection");
      try {
        return new Lease(connection, connection.getAutoCommit());
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
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
      } catch (SQLException e) {
        LOG.warn("a connection could not be given back as it was found: {}", e.toString());
      }
    }
  }
}

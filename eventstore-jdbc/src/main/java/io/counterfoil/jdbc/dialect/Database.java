package io.counterfoil.jdbc.dialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on a connection of a {@code DataSource} and leaves the connection as it was found,
 * whatever the pool's defaults are. Thread-safe.
 *
 * <p>A connection that comes with a transaction of somebody else's is refused with an {@link
 * IllegalStateException}, before anything is done: one that is not in auto-commit mode although the
 * first one was, or one whose transaction has written.
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
  /** Locks for ever: there are few files, and what uses them comes and goes. */
  private static final ConcurrentMap<String, ReentrantLock> WRITERS = new ConcurrentHashMap<>();

  private final DataSource dataSource;
  private final boolean autoCommit;
  private final boolean serializable;
  private final SqlDialect dialect;
  private final @Nullable ReentrantLock writing;

  private Database(
      DataSource dataSource, boolean autoCommit, boolean serializable, SqlDialect dialect) {
    this.dataSource = dataSource;
    this.serializable = serializable;
    this.autoCommit = autoCommit;
    this.dialect = dialect;
    // Fair, or a busy writer would keep the projections waiting.
    this.writing =
        dialect
            .fileOfOneWriter()
            .map(file -> WRITERS.computeIfAbsent(file, f -> new ReentrantLock(true)))
            .orElse(null);
  }

  /**
   * Asks the database for its dialect. Takes one connection and gives it back.
   *
   * @param dataSource where the database is
   * @return the database
   * @throws io.counterfoil.store.EventStoreException if the database is not supported
   */
  public static Database of(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      SqlDialect dialect = SqlDialect.of(connection);
      boolean serializable =
          connection.getTransactionIsolation() == Connection.TRANSACTION_SERIALIZABLE;
      return new Database(dataSource, connection.getAutoCommit(), serializable, dialect);
    } catch (SQLException e) {
      throw SqlDialect.silent(e);
    }
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
   * Tells whether connections come from the same {@code DataSource} object: so that what one
   * database holds can be read together with what the other holds.
   *
   * @param other another
   * @return true if so
   */
  public boolean isOnSameDataSource(Database other) {
    return dataSource == other.dataSource;
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

  /**
   * Does the same on a thread beside the caller's. The connection is still taken by the caller's: a
   * {@code DataSource} may go by the thread that asks it.
   *
   * @param work what to do
   * @param <T> what it answers
   * @return what will be its answer
   * @throws SQLException what {@code getConnection} threw
   */
  public <T> Ahead<T> inAutoCommitBeside(Work<T> work) throws SQLException {
    if (dialect.suffersFromInterrupts()) {
      return SafeThreads.begin(() -> autoCommitted(work));
    }
    Lease lease = takeAutoCommitted();
    try {
      return SafeThreads.begin(
          () -> {
            try (lease) {
              return work.on(lease.connection());
            }
          });
    } catch (Throwable e) {
      lease.close();
      throw e;
    }
  }

  private <T> T autoCommitted(Work<T> work) throws SQLException {
    try (Lease lease = takeAutoCommitted()) {
      return work.on(lease.connection());
    }
  }

  private Lease takeAutoCommitted() throws SQLException {
    Lease lease = Lease.take(dataSource, autoCommit, dialect);
    try {
      lease.autoCommit(true);
      if (serializable) { // else even a reader is told to repeat what met a writer
        lease.isolation(Connection.TRANSACTION_READ_COMMITTED);
      }
      return lease;
    } catch (Throwable e) {
      lease.close();
      throw e;
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
    try (Lease lease = Lease.take(dataSource, autoCommit, dialect)) {
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
    } catch (Throwable e) {
      lease.abandon(); // giving it back would commit
      throw e;
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

  /**
   * Does work that belongs to several callers where an interrupt of this one cannot harm it: an
   * interrupt of a virtual thread closes the connection that it waits for.
   *
   * @param work what to do
   * @param <T> what it answers
   * @return its answer
   * @throws SQLException what the work threw
   */
  public <T> T shielded(Shielded<T> work) throws SQLException {
    return SafeThreads.isVirtual(Thread.currentThread()) ? SafeThreads.call(work::run) : work.run();
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

  /**
   * Does something that no interrupt shall end.
   *
   * @param <T> what it answers
   */
  @FunctionalInterface
  public interface Shielded<T> {

    /**
     * Does it.
     *
     * @return the answer; never null
     * @throws SQLException what the database said
     */
    T run() throws SQLException;
  }

  /**
   * Says that a connection is in a transaction of somebody else already; nothing was done on it.
   */
  public static final class BoundConnection extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * Says what to do.
     *
     * @param message what was wrong, and what to do
     */
    public BoundConnection(String message) {
      super(message);
    }
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
}

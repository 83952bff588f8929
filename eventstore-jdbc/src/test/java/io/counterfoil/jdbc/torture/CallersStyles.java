package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.torture.TortureWriter;
import io.counterfoil.contract.torture.WritingStyle;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The styles of callers who append in transactions of their own. */
final class CallersStyles {
  private static final int SHORT = 4; // milliseconds
  private static final int LONG = 40;

  /** Unique key, deadlock, serialization, lock timeouts: somebody else came first. */
  private static final Set<String> LOST_RACES = Set.of("23505", "40P01", "40001", "55P03", "HYT00");

  private final TestDatabase database;
  private final DataSource pool;

  private CallersStyles(TestDatabase database, DataSource pool) {
    this.database = database;
    this.pool = pool;
  }

  /** Works in a transaction. What it does not end is rolled back. */
  private interface Work {
    void in(RawTransaction transaction, TortureWriter writer) throws SQLException;
  }

  static List<WritingStyle> of(TestDatabase database, DataSource pool) {
    CallersStyles styles = new CallersStyles(database, pool);
    List<WritingStyle> all = new ArrayList<>();
    all.add(styles.style("two appends", CallersStyles::twoAppends));
    all.add(styles.style("elsewhere first", CallersStyles::elsewhereFirst));
    all.add(styles.style("rolled back", CallersStyles::rolledBack));
    all.add(styles.style("savepoint", CallersStyles::savepoint));
    all.add(styles.style("first in a savepoint", CallersStyles::firstInSavepoint));
    all.add(styles.style("held open", CallersStyles::heldOpen));
    all.add(styles::killed);
    if (database.isPostgres()) {
      all.add(styles::killedWhileItCommits);
      all.add(styles.style("two phases", CallersStyles::twoPhases));
    }
    return all;
  }

  private WritingStyle style(String name, Work work) {
    return writer -> {
      try (Connection connection = pool.getConnection()) {
        RawTransaction transaction = RawTransaction.begin(database, connection, writer.begin(name));
        try {
          work.in(transaction, writer);
        } catch (SQLException e) {
          requireLostRace(e);
        } finally {
          transaction.rollback();
        }
      }
    };
  }

  private static void requireLostRace(SQLException e) throws SQLException {
    if (!LOST_RACES.contains(String.valueOf(e.getSQLState()))) {
      throw e;
    }
  }

  private static void append(RawTransaction transaction, TortureWriter writer, StreamId stream)
      throws SQLException {
    transaction.append(stream, writer.events(1 + writer.random().nextInt(3)));
  }

  private static void twoAppends(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    // In one order, as a caller must who does not want to meet others in deadlocks.
    List<StreamId> streams =
        Stream.of(writer.stream(), writer.stream())
            .sorted(Comparator.comparing(StreamId::toString))
            .toList();
    append(transaction, writer, streams.get(0));
    writer.dawdle(SHORT);
    append(transaction, writer, streams.get(1));
    writer.dawdle(SHORT);
    transaction.commit();
  }

  private static void elsewhereFirst(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    transaction.writeElsewhere();
    writer.dawdle(SHORT);
    append(transaction, writer, writer.stream());
    transaction.commit();
  }

  private static void rolledBack(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    append(transaction, writer, writer.stream());
    writer.dawdle(SHORT);
    transaction.rollback();
  }

  private static void savepoint(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    StreamId stream = writer.stream();
    append(transaction, writer, stream);
    transaction.savepoint();
    append(transaction, writer, stream);
    if (writer.random().nextBoolean()) {
      transaction.backToSavepoint();
    } else {
      transaction.releaseSavepoint();
    }
    writer.dawdle(SHORT);
    append(transaction, writer, stream);
    transaction.commit();
  }

  /** On PostgreSQL the lock on the table goes with the savepoint, and is taken anew. */
  private static void firstInSavepoint(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    StreamId stream = writer.stream();
    transaction.savepoint();
    append(transaction, writer, stream);
    transaction.backToSavepoint();
    writer.dawdle(SHORT);
    append(transaction, writer, stream);
    writer.dawdle(SHORT);
    transaction.commit();
  }

  private static void heldOpen(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    append(transaction, writer, writer.stream());
    writer.dawdle(LONG);
    if (writer.random().nextInt(4) > 0) {
      transaction.commit();
    }
  }

  private static void twoPhases(RawTransaction transaction, TortureWriter writer)
      throws SQLException {
    append(transaction, writer, writer.stream());
    writer.dawdle(SHORT);
    transaction.prepare();
    writer.dawdle(SHORT);
    if (writer.random().nextBoolean()) {
      transaction.commit();
    }
  }

  /** Not through the pool: nobody else shall be given a connection that is about to die. */
  private void killed(TortureWriter writer) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      RawTransaction transaction =
          RawTransaction.begin(database, connection, writer.begin("killed"));
      Session session = Session.of(database, connection);
      try {
        append(transaction, writer, writer.stream());
        writer.dawdle(SHORT);
      } catch (SQLException e) {
        requireLostRace(e);
      }
      session.kill();
      rollbackIfItStillCan(transaction);
    }
  }

  /**
   * PostgreSQL only: H2 is in the same process, and lets one session abort another in the midst of
   * its commit, with half of it done.
   */
  private void killedWhileItCommits(TortureWriter writer) throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      RawTransaction transaction =
          RawTransaction.begin(database, connection, writer.begin("killed while it commits"));
      Session session = Session.of(database, connection);
      CompletableFuture<Void> killing = CompletableFuture.completedFuture(null);
      try {
        append(transaction, writer, writer.stream());
        killing = CompletableFuture.runAsync(() -> killUnchecked(session));
        writer.dawdle(SHORT);
        transaction.commit();
      } catch (SQLException e) {
        // either the kill came before the commit, or others came before both
      }
      killing.join();
      rollbackIfItStillCan(transaction);
    }
  }

  private static void killUnchecked(Session session) {
    try {
      session.kill();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void rollbackIfItStillCan(RawTransaction transaction) {
    try {
      transaction.rollback();
    } catch (SQLException e) {
      // as expected: the connection is dead, and the transaction with it
    }
  }
}

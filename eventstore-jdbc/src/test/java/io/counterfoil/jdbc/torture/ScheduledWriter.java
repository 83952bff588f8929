package io.counterfoil.jdbc.torture;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.contract.torture.Ledger;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Does a writer's moves of schedules, on a connection of its own. */
final class ScheduledWriter {
  private static final Metadata META = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));

  private final String who;
  private final TestDatabase database;
  private @Nullable Connection connection;
  private @Nullable RawTransaction transaction;
  private boolean appended;

  ScheduledWriter(String who, TestDatabase database) {
    this.who = who;
    this.database = database;
  }

  void move(Move move, String run, Ledger ledger) throws SQLException {
    RawTransaction now = begun(ledger);
    switch (move.act()) {
      case WRITES_ELSEWHERE -> now.writeElsewhere();
      case APPENDS -> append(now, new StreamId("order", run + move.stream()));
      case SETS_A_SAVEPOINT -> now.savepoint();
      case GOES_BACK_TO_THE_SAVEPOINT -> now.backToSavepoint();
      case IS_PREPARED -> now.prepare();
      case COMMITS -> {
        now.commit();
        transaction = null;
      }
      case ROLLS_BACK -> rollback();
      case IS_KILLED -> kill(now);
      case TAKES_A_STEP, POLLS -> throw new IllegalArgumentException(move + " is the reader's");
    }
  }

  private RawTransaction begun(Ledger ledger) throws SQLException {
    if (transaction == null) {
      transaction = RawTransaction.begin(database, connected(), ledger.begin(who, "transaction"));
      appended = false;
    }
    return transaction;
  }

  private Connection connected() throws SQLException {
    if (connection == null) {
      connection = database.dataSource().getConnection();
    }
    return connection;
  }

  private void append(RawTransaction now, StreamId stream) throws SQLException {
    NewEvent event = new NewEvent(UUID.randomUUID(), new Sample.Counted(1), META);
    now.append(stream, List.of(event));
    appended = true;
  }

  private void kill(RawTransaction victim) throws SQLException {
    Session.of(database, connected()).kill();
    transaction = null;
    connection = null;
    try {
      victim.rollback();
    } catch (SQLException e) {
      return; // as it must be
    }
    throw new AssertionError(who + " was killed, but lives on");
  }

  void commitIfItAppended() throws SQLException {
    if (transaction != null && appended) {
      transaction.commit();
      transaction = null;
    }
  }

  void rollback() throws SQLException {
    if (transaction != null) {
      transaction.rollback();
      transaction = null;
    }
  }

  void close() throws SQLException {
    rollback();
    if (connection != null) {
      connection.close();
    }
  }
}

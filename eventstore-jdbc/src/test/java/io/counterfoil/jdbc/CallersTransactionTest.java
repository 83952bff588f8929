package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.TransactionDoomed;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Appends that take part in a transaction of the caller. */
class CallersTransactionTest {
  private static final StreamId A = Note.stream("a");
  private static final StreamId B = Note.stream("b");
  private static final CommandKey KEY = new CommandKey("k", "f");

  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private static Connection begin(TestDatabase database) throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  @ParameterizedTest
  @EnumSource
  void appendsAreCommittedWithTheCallersTransaction(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (Connection connection = begin(database)) {
      JdbcEventStreams streams = store.using(connection);

      streams.append(Note.written(A, 2).withKey(KEY));
      streams.appendAll(List.of(Note.written(A, 1), Note.written(B, 1)));

      assertThat(streams.events(A)).hasSize(3);
      assertThat(streams.outcome(A, "k")).isPresent();
      assertThat(store.events(A)).isEmpty();
      assertThat(store.readLog(EventQuery.after(0), event -> {})).isZero();

      connection.commit();
    }
    assertThat(store.events(A)).hasSize(3);
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsLeftWhenTheCallerRollsBack(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (Connection connection = begin(database)) {
      store.using(connection).append(Note.written(A, 2).withKey(KEY));

      connection.rollback();
    }
    store.append(Note.written(A, ExpectedVersion.none(), "first").withKey(KEY));

    assertThat(store.events(A)).hasSize(1);
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(store.head());
  }

  @ParameterizedTest
  @EnumSource
  void whatCanBeSeenToBeWrongLeavesTheTransactionAlive(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(B, 2).withKey(KEY));
    try (Connection connection = begin(database)) {
      JdbcEventStreams streams = store.using(connection);
      streams.append(Note.written(A, 1));

      assertThatThrownBy(() -> streams.append(Note.written(B, ExpectedVersion.exactly(1), "late")))
          .isInstanceOf(ConcurrencyConflict.class);
      assertThatThrownBy(() -> streams.append(Note.written(B, 1).withKey(KEY)))
          .isInstanceOf(KeyAlreadyDecided.class);
      assertThatThrownBy(
              () ->
                  streams.appendAll(
                      List.of(Note.written(A, 1), Append.check(B, ExpectedVersion.exactly(1)))))
          .isInstanceOf(ConcurrencyConflict.class);
      streams.append(Note.written(A, 1));

      connection.commit();
    }
    assertThat(store.events(A)).hasSize(2);
    assertThat(store.events(B)).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void aConnectionWithoutATransactionIsRefused(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (Connection connection = database.dataSource().getConnection()) {
      assertThatThrownBy(() -> store.using(connection).append(Note.written(A, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("auto-commit");
      assertThatThrownBy(() -> store.using(database.dataSource()).append(Note.written(A, 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("auto-commit");
    }
    assertThat(store.events(A)).isEmpty();
  }

  @Test
  void aLostRaceDoomsTheTransactionOnPostgres() throws Exception {
    TestDatabase database = Engine.POSTGRES.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (HeldTransaction held = HeldTransaction.open(database);
        Connection connection = begin(database)) {
      held.insertEvent("a", 1);
      Future<?> late = threads.submit(() -> store.using(connection).append(Note.written(A, 1)));
      held.awaitBlocked(1);
      held.commit();

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              TransactionDoomed.class, doomed -> assertThat(doomed.streams()).containsExactly(A));
      connection.rollback();
      assertThat(store.using(connection).append(Note.written(A, 1)).lastSequence()).isEqualTo(2);
      connection.commit();
    }
  }

  @Test
  void aSavepointKeepsTheTransactionAliveWhenARaceIsLost() throws Exception {
    TestDatabase database = Engine.POSTGRES.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (HeldTransaction held = HeldTransaction.open(database);
        Connection connection = begin(database)) {
      JdbcEventStreams streams = store.using(connection).withSavepoints();
      streams.append(Note.written(B, 1));
      held.insertEvent("a", 1);
      Future<?> any = threads.submit(() -> streams.append(Note.written(A, 1)));
      held.awaitBlocked(1);
      held.commit();
      assertThat(any.get(30, TimeUnit.SECONDS)).isNotNull();

      held.insertEvent("c", 1);
      Future<?> none =
          threads.submit(
              () -> streams.append(Note.written(Note.stream("c"), ExpectedVersion.none(), "c")));
      held.awaitBlocked(1);
      held.commit();
      assertThatThrownBy(() -> none.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(ConcurrencyConflict.class);
      connection.commit();
    }
    assertThat(store.events(A)).hasSize(2);
    assertThat(store.events(B)).hasSize(1);
    assertThat(store.events(Note.stream("c"))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Isolation.class,
      names = {"REPEATABLE_READ", "SERIALIZABLE"})
  void atAHigherLevelWhatOthersCommittedMeanwhileDoomsTheTransaction(Isolation isolation)
      throws SQLException {
    TestDatabase database = Engine.POSTGRES.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(A, 1));
    for (boolean savepoints : new boolean[] {false, true}) {
      try (Connection connection = begin(database)) {
        connection.setTransactionIsolation(isolation.level);
        JdbcEventStreams streams =
            savepoints ? store.using(connection).withSavepoints() : store.using(connection);
        int seen = streams.events(A).size();
        store.append(Note.written(A, 1));

        assertThatThrownBy(
                () -> streams.append(Note.written(A, ExpectedVersion.exactly(seen), "late")))
            .isInstanceOf(TransactionDoomed.class);
        connection.rollback();

        streams.append(Note.written(A, ExpectedVersion.exactly(seen + 1), "in time"));
        connection.commit();
      }
    }
    assertThat(store.events(A)).hasSize(5);
  }

  enum Isolation {
    REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),
    SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

    private final int level;

    Isolation(int level) {
      this.level = level;
    }
  }
}

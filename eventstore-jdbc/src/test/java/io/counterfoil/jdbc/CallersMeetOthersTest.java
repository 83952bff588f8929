package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.Append;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.TransactionDoomed;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a caller's transaction that meets others, or loses its connection. */
class CallersMeetOthersTest {
  private static final StreamId A = Note.stream("a");
  private static final StreamId B = Note.stream("b");
  private static final int H2_SNAPSHOT = 6;

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

  private static JdbcEventStore store(TestDatabase database) {
    return JdbcEventStore.on(database.dataSource(), Note.TYPES);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLockThatIsNotGrantedInTimeDoomsTheTransactionOnPostgres(boolean savepoints)
      throws SQLException {
    TestDatabase database = Engine.POSTGRES.withTables();
    JdbcEventStore store = store(database);
    try (HeldTransaction held = HeldTransaction.open(database);
        Connection connection = begin(database)) {
      held.insertEvent("a");
      JdbcEventStreams streams = store.using(connection);
      JdbcEventStreams used = savepoints ? streams.withSavepoints() : streams;
      execute(connection, "SET LOCAL lock_timeout = '20ms'");

      assertThatThrownBy(() -> used.append(Note.written(A, 1)))
          .isInstanceOf(TransactionDoomed.class);
      connection.rollback();
      held.rollback();

      assertThat(streams.append(Note.written(A, 1)).lastSequence()).isEqualTo(1);
      connection.commit();
    }
  }

  @Test
  void ofTwoInADeadlockOneGoesOnPostgres() throws Exception {
    TestDatabase database = Engine.POSTGRES.withTables();
    JdbcEventStore store = store(database);
    try (Connection one = begin(database);
        Connection other = begin(database)) {
      store.using(one).append(Note.written(A, 1));
      store.using(other).append(Note.written(B, 1));
      List<Future<Boolean>> both =
          List.of(
              threads.submit(() -> isStored(store, one, B)),
              threads.submit(() -> isStored(store, other, A)));

      List<Boolean> stored = new ArrayList<>();
      for (Future<Boolean> each : both) {
        stored.add(each.get(60, TimeUnit.SECONDS));
      }
      assertThat(stored).containsExactlyInAnyOrder(true, false);
    }
    assertThat(store.events(A)).hasSize(1);
    assertThat(store.events(B)).hasSize(1);
  }

  private static boolean isStored(JdbcEventStore store, Connection connection, StreamId stream)
      throws SQLException {
    try {
      store.using(connection).append(Note.written(stream, 1));
      connection.commit();
      return true;
    } catch (TransactionDoomed e) {
      connection.rollback();
      return false;
    }
  }

  @Test
  void aLostConnectionHasStoredNothing() throws Exception {
    TestDatabase database = Engine.POSTGRES.withTables();
    JdbcEventStore store = store(database);
    try (HeldTransaction held = HeldTransaction.open(database)) {
      Connection connection = begin(database);
      JdbcEventStreams streams = store.using(connection);
      streams.append(Note.written(A, 2));
      held.insertEvent("b");
      Future<?> late = threads.submit(() -> streams.append(Note.written(B, 1)));
      int blocked = held.awaitBlocked(1).get(0);

      database.execute("SELECT pg_terminate_backend(" + blocked + ", 10000)");

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isExactlyInstanceOf(EventStoreException.class)
          .hasMessageContaining("nothing was stored");
      assertThatThrownBy(() -> streams.append(Note.written(A, 1)))
          .isExactlyInstanceOf(EventStoreException.class)
          .hasMessageContaining("nothing was stored");
      connection.close();
    }
    assertThat(store.events(A)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void anEventIdThatIsTakenIsToldWhereTheTransactionCanGoOn(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = store(database);
    Append stored = Note.written(A, 1);
    store.append(stored);
    Append sameId =
        new Append(B, ExpectedVersion.any(), stored.events(), stored.key(), stored.rejection());
    try (Connection connection = begin(database)) {
      JdbcEventStreams streams = store.using(connection);

      assertThatThrownBy(() -> streams.withSavepoints().append(sameId))
          .isInstanceOf(DuplicateEventId.class);
      streams.append(Note.written(A, 1));
      assertThatThrownBy(() -> streams.append(sameId))
          .isInstanceOf(
              engine == Engine.POSTGRES ? TransactionDoomed.class : DuplicateEventId.class);
      connection.rollback();
    }
    assertThat(store.events(A)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Connection.TRANSACTION_READ_COMMITTED,
        Connection.TRANSACTION_REPEATABLE_READ,
        Connection.TRANSACTION_SERIALIZABLE,
        H2_SNAPSHOT
      })
  void whatOthersCommittedMeanwhileIsNeverOverwrittenOnH2(int level) throws SQLException {
    TestDatabase database = Engine.H2_MEMORY.withTables();
    JdbcEventStore store = store(database);
    store.append(Note.written(A, 1));
    try (Connection connection = begin(database)) {
      connection.setTransactionIsolation(level);
      JdbcEventStreams streams = store.using(connection);
      assertThat(streams.events(A)).hasSize(1);
      store.append(Note.written(A, 1));

      assertThatThrownBy(() -> streams.append(Note.written(A, ExpectedVersion.exactly(1), "late")))
          .isInstanceOf(
              level == Connection.TRANSACTION_READ_COMMITTED
                  ? ConcurrencyConflict.class
                  : TransactionDoomed.class);
      connection.rollback();

      streams.append(Note.written(A, ExpectedVersion.exactly(2), "in time"));
      connection.commit();
    }
    assertThat(store.events(A)).hasSize(3);
  }

  /** A wait for oneself ends as any other: there is no third who could see it. */
  @Test
  void whoHoldsTheCounterKeepsOthersWaitingAndOneselfForAWhile() throws Exception {
    TestDatabase made = Engine.H2_MEMORY.withTables();
    TestDatabase impatient =
        new TestDatabase(made.url() + ";LOCK_TIMEOUT=20", made.user(), made.password());
    JdbcEventStore store = store(made);
    try (Connection connection = begin(made)) {
      store.using(connection).append(Note.written(A, 1));
      Future<?> waiting = threads.submit(() -> store.append(Note.written(B, 1)));

      assertThatThrownBy(() -> store(impatient).append(Note.written(B, 1)))
          .isInstanceOf(EventStoreException.class)
          .hasMessageContaining("nothing was stored");
      assertThat(store.events(B)).isEmpty();
      connection.commit();

      waiting.get(30, TimeUnit.SECONDS);
    }
    assertThat(store.events(B)).hasSize(1);
  }

  @Test
  void anAppendIsOneRoundTripOnPostgres() throws SQLException {
    CountingDataSource source = new CountingDataSource(Engine.POSTGRES.withTables().dataSource());
    JdbcEventStore store = JdbcEventStore.on(source.counting(), Note.TYPES);
    try (Connection connection = source.counting().getConnection()) {
      connection.setAutoCommit(false);
      source.reset();

      store.using(connection).append(Note.written(A, 100));
      assertThat(source.sent()).containsExactly("executeQuery");
      source.reset();

      store.using(connection).appendAll(List.of(Note.written(A, 1), Note.written(B, 1)));
      assertThat(source.sent()).containsExactly("getTransactionIsolation", "execute", "execute");
      connection.commit();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}

package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How appends go together with PostgreSQL's transactions, errors and pools. */
class PostgresAppendTest {
  private static final StreamId STREAM = Note.stream("n");
  private static final CommandKey KEY = new CommandKey("k", "f");

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestDatabase database = TestDatabases.onPostgres("not made yet");

  @BeforeEach
  void makeTables() {
    database = Engine.POSTGRES.withTables();
  }

  @AfterEach
  void stopThreads() {
    threads.shutdownNow();
  }

  private EventStore store() {
    return JdbcEventStore.on(database.dataSource(), Note.TYPES);
  }

  @Test
  void anAppendIsOneRoundTripForAnyNumberOfEvents() {
    CountingDataSource source = new CountingDataSource(database.dataSource());
    EventStore store = JdbcEventStore.on(source.counting(), Note.TYPES);

    for (int events : new int[] {1, 100}) {
      source.reset();
      store.append(Note.written(Note.stream("plain " + events), events));
      assertThat(source.sent()).containsExactly("executeQuery");

      source.reset();
      store.append(Note.written(Note.stream("keyed " + events), events).withKey(KEY));
      assertThat(source.sent()).containsExactly("executeQuery");
    }
  }

  /** Nobody has analysed the tables: each connection guesses its plans, and keeps them. */
  @Test
  void noAppendAndNoLoadIsPlannedAlongTheEventsOfAWholeAggregateType() throws Exception {
    for (int size = 0; size < 10; size++) {
      store().append(Note.written(Note.stream("more " + size), 100));
      try (HikariDataSource pool = database.pool(1)) {
        EventStore store = JdbcEventStore.on(pool, Note.TYPES);
        for (int n = 0; n < 12; n++) { // a driver and a database keep a plan after some calls
          StreamId stream = Note.stream("a stream of connection " + size + " and number " + n);
          store.append(Note.written(stream, ExpectedVersion.none(), "one"));
          store.append(Note.written(stream, 2));
          assertThat(store.events(stream)).hasSize(3);
        }

        assertThat(scans(pool, "counterfoil_events_by_agg_type")).isZero();
      }
    }
  }

  /** Asks on the connection that has worked: it tells its own counts at once. */
  private static long scans(DataSource pool, String index) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_stat_force_next_flush()");
      try (ResultSet row =
          statement.executeQuery(
              "SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = '" + index + "'")) {
        assertThat(row.next()).isTrue();
        return row.getLong(1);
      }
    }
  }

  @Test
  void aShortStreamIsReadInOneStatement() {
    CountingDataSource source = new CountingDataSource(database.dataSource());
    EventStore store = JdbcEventStore.on(source.counting(), Note.TYPES);
    store.append(Note.written(STREAM, 200));
    source.reset();

    assertThat(store.events(STREAM)).hasSize(200);
    assertThat(source.sent()).containsExactly("executeQuery");
  }

  @Test
  void anIdleReaderOfTheLogSendsOneStatement() {
    CountingDataSource source = new CountingDataSource(database.dataSource());
    EventStore store = JdbcEventStore.on(source.counting(), Note.TYPES);
    store.append(Note.written(STREAM, 3));
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(3);
    source.reset();

    assertThat(store.readLog(EventQuery.after(3), event -> {})).isEqualTo(3);
    assertThat(source.sent()).containsExactly("executeQuery");
  }

  @Test
  void worksOnAPoolWithOtherDefaultsAndLeavesThemAsTheyWere() throws SQLException {
    HikariConfig config = database.poolConfig(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      EventStore store = JdbcEventStore.on(pool, Note.TYPES);

      store.append(Note.written(STREAM, 3));
      assertThatThrownBy(() -> store.append(Note.written(STREAM, ExpectedVersion.none(), "late")))
          .isInstanceOf(ConcurrencyConflict.class);
      assertThat(store.events(STREAM)).hasSize(3);
      assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(3);

      assertThat(store().events(STREAM)).hasSize(3);
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isFalse();
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      }
    }
  }

  /**
   * What creates tables is a transaction, whose level cannot be changed once it has looked around.
   */
  @Test
  void createsTablesOnAPoolWithoutAutoCommitAtAnyLevel() {
    for (String level : new String[] {"TRANSACTION_REPEATABLE_READ", "TRANSACTION_SERIALIZABLE"}) {
      HikariConfig config = TestDatabases.postgres().poolConfig(1);
      config.setAutoCommit(false);
      config.setTransactionIsolation(level);
      try (HikariDataSource pool = new HikariDataSource(config)) {
        JdbcSchema.of(pool).create();

        assertThat(JdbcEventStore.on(pool, Note.TYPES).append(Note.written(STREAM, 2)).events())
            .hasSize(2);
      }
    }
  }

  @Test
  void theHorizonIsProvedOnAPoolWithRepeatableRead() throws SQLException {
    HikariConfig config = database.poolConfig(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(config);
        HeldTransaction held = HeldTransaction.open(database)) {
      EventStore store = JdbcEventStore.on(pool, Note.TYPES);
      held.insertEvent("held"); // 1
      store.append(Note.written(STREAM, 1)); // 2
      assertThat(store.readLog(EventQuery.after(0), event -> {})).isZero();

      held.commit();

      assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(2);
    }
  }

  @Test
  void aConflictWithATransactionThatCommitsMeanwhileNamesTheNewHead() throws Exception {
    EventStore store = store();
    store.append(Note.written(STREAM, 1));
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("n", 2);
      Future<AppendResult> late =
          threads.submit(() -> store.append(Note.written(STREAM, ExpectedVersion.exactly(1), "x")));
      held.awaitBlocked(1);
      held.commit();

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              ConcurrencyConflict.class, conflict -> assertThat(conflict.actual()).isEqualTo(2));
    }
  }

  @Test
  void anAppendThatExpectsNothingGoesBehindWhoeverCameFirst() throws Exception {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("n", 1);
      Future<AppendResult> late = threads.submit(() -> store.append(Note.written(STREAM, 2)));
      held.awaitBlocked(1);
      held.commit();

      assertThat(late.get(30, TimeUnit.SECONDS).lastSequence()).isEqualTo(3);
    }
  }

  @Test
  void anAppendGoesOnWhenTheOtherRollsBack() throws Exception {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("n", 1);
      Future<AppendResult> late =
          threads.submit(() -> store.append(Note.written(STREAM, ExpectedVersion.none(), "x")));
      held.awaitBlocked(1);
      held.rollback();

      assertThat(late.get(30, TimeUnit.SECONDS).lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void theSameKeyDecidedMeanwhileIsToldApartFromAConflict() throws Exception {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute(
          "INSERT INTO counterfoil_outcomes VALUES ('note', 'n', 'k', 'f', 0, 0, NULL, 0)");
      Append keyed = Note.written(STREAM, 2).withKey(KEY);
      Future<AppendResult> late = threads.submit(() -> store.append(keyed));
      held.awaitBlocked(1);
      held.commit();

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(KeyAlreadyDecided.class);
      assertThat(store.events(STREAM)).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsLostInTheMiddleLeavesTheOutcomeUnknown() throws Exception {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("n", 1);
      Append keyed = Note.written(STREAM, ExpectedVersion.none(), "x").withKey(KEY);
      Future<AppendResult> late = threads.submit(() -> store.append(keyed));
      int blocked = held.awaitBlocked(1).get(0);

      database.execute("SELECT pg_terminate_backend(" + blocked + ", 10000)");

      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              AppendOutcomeUnknown.class,
              unknown -> assertThat(unknown.stream()).isEqualTo(STREAM));
      held.rollback();
      assertThat(store.append(keyed).lastSequence()).isEqualTo(1);
    }
  }

  @Test
  void anErrorOfAnotherKindSaysThatNothingWasStored() {
    EventStore store = store();
    database.execute("ALTER TABLE counterfoil_events ADD COLUMN extra INTEGER NOT NULL");

    assertThatThrownBy(() -> store.append(Note.written(STREAM, 1)))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("nothing was stored")
        .hasMessageContaining("note/n");
  }

  @Test
  void aDatabaseThatCannotBeReachedStoredNothing() {
    TestDatabase gone = Engine.POSTGRES.withTables();
    EventStore store = JdbcEventStore.on(gone.dataSource(), Note.TYPES);
    String name = gone.url().substring(gone.url().lastIndexOf('/') + 1);
    database.execute("DROP DATABASE " + name + " WITH (FORCE)");

    assertThatThrownBy(() -> store.append(Note.written(STREAM, 1)))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("nothing was stored");
  }
}

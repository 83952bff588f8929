package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far the log may be read while transactions of writers are held open. */
class PostgresHorizonTest {
  private TestDatabase database = TestDatabases.onPostgres("not made yet");

  @BeforeEach
  void makeTables() {
    database = Engine.POSTGRES.withTables();
  }

  private EventStore store() {
    return JdbcEventStore.on(database.dataSource(), Note.TYPES);
  }

  private static void append(EventStore store, String id) {
    store.append(Note.written(Note.stream(id), 1));
  }

  private static long read(EventStore store, long after, List<Long> positions) {
    return store.readLog(EventQuery.after(after), event -> positions.add(event.position()));
  }

  private static List<Long> positions(EventStore store, long after) {
    List<Long> positions = new ArrayList<>();
    long unused = read(store, after, positions);
    return positions;
  }

  @Test
  void staysBeforeAGapThatAnOpenTransactionMayFill() throws SQLException {
    EventStore store = store();
    append(store, "a");
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held"); // position 2
      append(store, "b");
      append(store, "c");

      assertThat(positions(store, 0)).containsExactly(1L);
      assertThat(positions(store, 0)).containsExactly(1L);
      held.commit();
    }
    assertThat(positions(store, 1)).containsExactly(2L, 3L, 4L);
  }

  @Test
  void passesAGapOnceItsTransactionWasRolledBack() throws SQLException {
    EventStore store = store();
    append(store, "a");
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held");
      append(store, "b");
      assertThat(positions(store, 0)).containsExactly(1L);

      held.rollback();

      assertThat(positions(store, 1)).containsExactly(3L);
    }
  }

  @Test
  void passesAGapOnceItsWriterWasKilled() throws SQLException {
    EventStore store = store();
    append(store, "a");
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held");
      append(store, "b");
      assertThat(positions(store, 0)).containsExactly(1L);

      database.execute("SELECT pg_terminate_backend(" + held.pid() + ", 10000)");

      assertThat(positions(store, 1)).containsExactly(3L);
    }
  }

  @Test
  void aNewStoreOnALongLogWithGapsReadsItAtOnce() throws SQLException {
    EventStore writer = store();
    for (int i = 0; i < 3; i++) {
      try (HeldTransaction held = HeldTransaction.open(database)) {
        held.insertEvent("held");
        held.rollback();
      }
      append(writer, "s" + i);
    }
    append(writer, "last");

    assertThat(positions(store(), 5)).containsExactly(6L, 7L);
    assertThat(positions(store(), 0)).containsExactly(2L, 4L, 6L, 7L);
  }

  @Test
  void aNewStoreReadsTheTailOfALogThatIsLongerThanItLooksAt() {
    EventStore writer = store();
    writer.append(Note.written(Note.stream("long"), 12_000));

    assertThat(positions(store(), 11_998)).containsExactly(11_999L, 12_000L);
  }

  /**
   * 2 is a gap while A holds it. Then A rolls back, C draws 3 and stays open, and D commits 4: that
   * all who held a lock at first have gone says nothing about 3, which lies above all that was
   * visible when they were listed.
   */
  @Test
  void saysNothingAboutPositionsAboveThoseSeenBeforeTheLocks() throws SQLException {
    EventStore store = store();
    try (HeldTransaction a = HeldTransaction.open(database);
        HeldTransaction c = HeldTransaction.open(database)) {
      a.insertEvent("a"); // 1
      append(store, "b"); // 2
      List<Long> seen = new ArrayList<>();
      long checkpoint = read(store, 0, seen); // the holders are listed: A
      a.rollback();
      c.insertEvent("c"); // 3
      append(store, "d"); // 4

      checkpoint = read(store, checkpoint, seen);
      checkpoint = read(store, checkpoint, seen);
      assertThat(seen).containsExactly(2L);

      c.commit();
      read(store, checkpoint, seen);
      assertThat(seen).containsExactly(2L, 3L, 4L);
    }
  }

  @Test
  void waitsForATransactionThatWasPreparedMeanwhile() throws SQLException {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held"); // 1
      append(store, "b"); // 2
      assertThat(positions(store, 0)).isEmpty();

      held.execute("PREPARE TRANSACTION 'prepared_" + System.nanoTime() + "'");
      assertThat(positions(store, 0)).isEmpty();
      assertThat(positions(store, 0)).isEmpty();
    }
    finishPrepared("COMMIT PREPARED");
    assertThat(positions(store, 0)).containsExactly(1L, 2L);
  }

  @Test
  void waitsForATransactionThatWasPreparedBefore() throws SQLException {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held"); // 1
      held.execute("PREPARE TRANSACTION 'prepared_" + System.nanoTime() + "'");
    }
    append(store, "b"); // 2
    assertThat(positions(store, 0)).isEmpty();

    finishPrepared("ROLLBACK PREPARED");
    assertThat(positions(store, 0)).containsExactly(2L);
  }

  private void finishPrepared(String how) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        var select = connection.createStatement();
        var row =
            select.executeQuery(
                "SELECT gid FROM pg_prepared_xacts WHERE database = current_database()")) {
      row.next();
      database.execute(how + " '" + row.getString(1) + "'");
    }
  }

  @Test
  void isNotHeldBackByAWriterOfAnotherTable() throws SQLException {
    EventStore store = store();
    database.execute("CREATE TABLE other (n INTEGER)");
    try (HeldTransaction held = HeldTransaction.open(database);
        HeldTransaction rolledBack = HeldTransaction.open(database)) {
      held.execute("INSERT INTO other VALUES (1)");
      rolledBack.insertEvent("gap");
      rolledBack.rollback();
      append(store, "a");

      assertThat(positions(store, 0)).containsExactly(2L);
    }
  }

  @Test
  void isNotHeldBackByAReaderOfTheEventsThatStaysOpen() throws SQLException {
    EventStore store = store();
    try (HeldTransaction held = HeldTransaction.open(database);
        HeldTransaction rolledBack = HeldTransaction.open(database)) {
      held.execute("SELECT count(*) FROM counterfoil_events");
      rolledBack.insertEvent("gap");
      rolledBack.rollback();
      append(store, "a");

      assertThat(positions(store, 0)).containsExactly(2L);
    }
  }

  /** A copy of a database has the same number for the table, and the locks are the server's. */
  @Test
  void isNotHeldBackByAWriterOfACopyOfTheDatabase() throws SQLException {
    EventStore store = store();
    append(store, "a");
    String original = database.url().substring(database.url().lastIndexOf('/') + 1);
    TestDatabase copy = TestDatabases.copyOf(original);
    try (HeldTransaction held = HeldTransaction.open(copy);
        HeldTransaction rolledBack = HeldTransaction.open(database)) {
      held.insertEvent("held");
      rolledBack.insertEvent("gap");
      rolledBack.rollback();
      append(store, "b");

      assertThat(positions(store, 0)).containsExactly(1L, 3L);
    }
  }

  @Test
  void aReaderWithAFilterMovesOnWithTheHorizonAndNotBeyond() throws SQLException {
    EventStore store = store();
    EventQuery erased = EventQuery.after(0).filter(EventFilter.ofEventTypes("Erased"));
    append(store, "a");
    append(store, "b");
    assertThat(store.readLog(erased, event -> {})).isEqualTo(2);
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held");
      append(store, "c");

      assertThat(store.readLog(erased, event -> {})).isEqualTo(2);
    }
    assertThat(store.readLog(erased, event -> {})).isEqualTo(4);
  }

  @Test
  void refusesToReadTheLogOnAConnectionThatHasAppended() throws SQLException {
    try (Connection connection = database.dataSource().getConnection()) {
      EventStore store = JdbcEventStore.on(always(connection), Note.TYPES);
      connection.createStatement().execute("BEGIN"); // past the driver, and so past its auto-commit
      try (HeldTransaction gap = HeldTransaction.open(database)) {
        gap.insertEvent("gap");
        append(store(), "a");
        connection.createStatement().execute("DELETE FROM counterfoil_events WHERE false");

        assertThatThrownBy(() -> positions(store, 0))
            .isInstanceOf(EventStoreException.class)
            .hasMessageContaining("wait for itself");
      }
    }
  }

  /** Hands out one connection, bound to a transaction, as some frameworks do. */
  private static DataSource always(Connection connection) {
    Connection bound =
        (Connection)
            Proxy.newProxyInstance(
                PostgresHorizonTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "close", "setAutoCommit" -> null;
                      default -> method.invoke(connection, arguments);
                    });
    return (DataSource)
        Proxy.newProxyInstance(
            PostgresHorizonTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> bound);
  }

  @Test
  void refusesASequenceWithACache() {
    database.execute("ALTER TABLE counterfoil_events ALTER COLUMN \"position\" SET CACHE 10");

    assertThatThrownBy(this::store)
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("cache")
        .hasMessageContaining("ALTER SEQUENCE")
        .hasMessageContaining("counterfoil_events_position_seq");
  }

  @Test
  void aReaderThatIsAheadOfThisStoreIsGivenNothingTwice() throws SQLException {
    EventStore ahead = store();
    EventStore behind = store();
    append(ahead, "a");
    append(ahead, "b");
    try (HeldTransaction held = HeldTransaction.open(database)) {
      assertThat(positions(ahead, 0)).containsExactly(1L, 2L);
      held.insertEvent("held");
      append(ahead, "c"); // 4

      assertThat(positions(behind, 2)).isEmpty();
      assertThat(behind.readLog(EventQuery.after(4), event -> {})).isEqualTo(4);
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (positions(behind, 2).isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(1_000_000); // the server notices a closed connection a little later
    }
    assertThat(positions(behind, 2)).containsExactly(4L);
  }

  @Test
  void forgetsWhatItKnewWhenTheLogWasSetBack() throws SQLException {
    EventStore store = store();
    store.append(Note.written(Note.stream("lost"), 100));
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(100);
    database.execute("TRUNCATE counterfoil_events RESTART IDENTITY");
    store.append(Note.written(Note.stream("a"), 30));

    List<Long> seen = new ArrayList<>();
    assertThatThrownBy(() -> positions(store, 100)).hasMessageContaining("Rebuild");
    assertThat(read(store, 0, seen)).isEqualTo(30);
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held"); // 31
      store.append(Note.written(Note.stream("b"), 100));

      assertThat(read(store, 30, seen)).isEqualTo(30);
      held.commit();
    }
    assertThat(read(store, 30, seen)).isEqualTo(131);
    assertThat(seen).hasSize(131).isSorted().doesNotHaveDuplicates();
  }
}

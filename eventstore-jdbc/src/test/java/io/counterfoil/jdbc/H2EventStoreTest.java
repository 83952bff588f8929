package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is special about H2: the counter row, and its dislike of interrupts. */
class H2EventStoreTest {
  private static final StreamId STREAM = Note.stream("n");

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void anOpenTransactionThatDrewPositionsIsNeverReadPast(Engine engine) throws Exception {
    TestDatabase database = engine.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    store.append(Note.written(STREAM, 1));
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute("UPDATE \"counterfoil_counter\" SET \"last_position\" = \"last_position\" + 1");
      Future<?> waiting = thread.submit(() -> store.append(Note.written(Note.stream("b"), 1)));

      List<Long> seen = new ArrayList<>();
      assertThat(store.readLog(EventQuery.after(0), e -> seen.add(e.position()))).isEqualTo(1);
      assertThat(seen).containsExactly(1L);
      held.rollback();

      waiting.get(30, TimeUnit.SECONDS);
      assertThat(store.readLog(EventQuery.after(1), e -> seen.add(e.position()))).isEqualTo(2);
      assertThat(seen).containsExactly(1L, 2L);
    } finally {
      thread.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void statusNamesNobodySinceReadersWaitForNobody(Engine engine) throws Exception {
    TestDatabase database = engine.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 2));
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute("UPDATE \"counterfoil_counter\" SET \"last_position\" = \"last_position\" + 1");

      assertThat(store.status()).isEqualTo(new StoreStatus(2, 1, 2));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void aFailedAppendLeavesNoHole(Engine engine) {
    EventStore store = JdbcEventStore.on(engine.withTables().dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 1));

    assertThatThrownBy(
            () ->
                store.append(
                    Note.written(STREAM, io.counterfoil.store.ExpectedVersion.none(), "x", "y")))
        .isInstanceOf(EventStoreException.class);

    assertThat(store.append(Note.written(STREAM, 1)).events().get(0).position()).isEqualTo(2);
  }

  @Test
  void aLockThatIsNeverGrantedEndsInAnErrorThatSaysNothingWasStored() throws SQLException {
    TestDatabase database = TestDatabases.h2Memory();
    TestDatabase impatient =
        new TestDatabase(database.url() + ";LOCK_TIMEOUT=10", database.user(), database.password());
    JdbcSchema.of(impatient.dataSource()).create();
    EventStore store = JdbcEventStore.on(impatient.dataSource(), Note.TYPES);
    try (HeldTransaction held = HeldTransaction.open(impatient)) {
      held.execute("UPDATE \"counterfoil_counter\" SET \"last_position\" = \"last_position\" + 1");

      assertThatThrownBy(() -> store.append(Note.written(STREAM, 1)))
          .isExactlyInstanceOf(EventStoreException.class)
          .hasMessageContaining("0 times others came first, 11 times a lock was not granted")
          .hasMessageContaining("nothing was stored");
    }
    assertThat(store.append(Note.written(STREAM, 1)).lastSequence()).isEqualTo(1);
  }

  @Test
  void anInterruptedCallerDoesNotCloseTheFileForOthers(@TempDir Path folder) {
    TestDatabase database = TestDatabases.h2File(folder);
    JdbcSchema.of(database.dataSource()).create();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 1));

    for (int i = 0; i < 20; i++) {
      Thread.currentThread().interrupt();
      store.append(Note.written(STREAM, 50));
      assertThat(store.events(STREAM)).hasSize(50 * i + 51);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void aCounterBehindTheEventsIsRefusedWhenTheStoreIsOpened(Engine engine) {
    TestDatabase database = engine.withTables();
    JdbcEventStore.on(database.dataSource(), Note.TYPES).append(Note.written(STREAM, 5));
    database.execute("UPDATE \"counterfoil_counter\" SET \"last_position\" = 3");

    assertThatThrownBy(() -> JdbcEventStore.on(database.dataSource(), Note.TYPES))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("torn")
        .hasMessageContaining("restore the database from a backup");
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void aCounterThatFallsBehindLaterStopsAppendsAtOnceAndReadersAtItsCount(Engine engine) {
    TestDatabase database = engine.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    store.append(Note.written(STREAM, 5));
    database.execute("UPDATE \"counterfoil_counter\" SET \"last_position\" = 3");

    assertThatThrownBy(() -> store.append(Note.written(STREAM, 1)))
        .isExactlyInstanceOf(EventStoreException.class)
        .hasMessageContaining("torn");
    assertThat(store.head()).isEqualTo(3);
    assertThat(store.status().head()).isEqualTo(3);
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "H2_FILE"})
  void aCounterAheadOfTheEventsOnlyLeavesAHole(Engine engine) {
    TestDatabase database = engine.withTables();
    JdbcEventStore.on(database.dataSource(), Note.TYPES).append(Note.written(STREAM, 2));
    database.execute("UPDATE \"counterfoil_counter\" SET \"last_position\" = 7");

    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);

    assertThat(store.head()).isEqualTo(2);
    long checkpoint = store.readLog(EventQuery.after(0), event -> {});
    assertThat(checkpoint).isGreaterThanOrEqualTo(store.head());
    store.append(Note.written(STREAM, 1));
    List<Long> seen = new ArrayList<>();
    assertThat(store.readLog(EventQuery.after(checkpoint), e -> seen.add(e.position())))
        .isEqualTo(8);
    assertThat(seen).containsExactly(8L);
  }

  /** As where a projection's handler appends: it must not wait for its own transaction. */
  @Test
  void aWriteWithinATransactionOnTheSameFileDoesNotWaitForIt(@TempDir Path folder)
      throws SQLException {
    TestDatabase database = TestDatabases.h2File(folder);
    JdbcSchema.of(database.dataSource()).create();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);

    long last =
        Database.of(database.dataSource())
            .inTransaction(connection -> store.append(Note.written(STREAM, 2)).lastSequence());

    assertThat(last).isEqualTo(2);
  }
}

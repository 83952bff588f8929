package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Appends to several streams at once, on each database. */
class AppendAllTest {
  private static final StreamId A = Note.stream("a");
  private static final StreamId B = Note.stream("b");
  private static final StreamId C = Note.stream("c");

  private static EventStore store(Engine engine) {
    return JdbcEventStore.on(engine.withTables().dataSource(), Note.TYPES);
  }

  @ParameterizedTest
  @EnumSource
  void answersInTheOrderOfTheAppendsWithWhatIsStored(Engine engine) {
    EventStore store = store(engine);
    store.append(Note.written(C, 2));

    List<AppendResult> results =
        store.appendAll(
            List.of(
                Note.written(C, 3),
                Append.check(Note.stream("never"), ExpectedVersion.none()),
                Note.written(A, 2).withKey(new CommandKey("k", "f")),
                Note.written(B, ExpectedVersion.none(), "b")));

    assertThat(results)
        .extracting(AppendResult::stream)
        .containsExactly(C, Note.stream("never"), A, B);
    assertThat(results).extracting(AppendResult::lastSequence).containsExactly(5L, 0L, 2L, 1L);
    for (AppendResult result : results) {
      List<RecordedEvent> stored = store.events(result.stream());
      assertThat(stored)
          .hasSize((int) result.lastSequence())
          .endsWith(result.events().toArray(RecordedEvent[]::new));
      assertThat(stored).extracting(RecordedEvent::position).isSorted();
    }
    assertThat(store.outcome(A, "k").orElseThrow().lastSequence()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void storesNothingWhereOneObjects(Engine engine) {
    EventStore store = store(engine);
    store.append(Note.written(C, 1).withKey(new CommandKey("k", "f")));

    assertThatThrownBy(
            () ->
                store.appendAll(
                    List.of(
                        Note.written(A, 1),
                        Append.check(C, ExpectedVersion.exactly(2)),
                        Note.written(B, 1))))
        .isInstanceOfSatisfying(
            ConcurrencyConflict.class, conflict -> assertThat(conflict.stream()).isEqualTo(C));
    assertThatThrownBy(
            () ->
                store.appendAll(
                    List.of(
                        Note.written(A, ExpectedVersion.exactly(7), "a"),
                        Note.written(C, 1).withKey(new CommandKey("k", "f")))))
        .isInstanceOf(KeyAlreadyDecided.class);

    assertThat(store.status().events()).isEqualTo(1);
  }

  /** The pool's own level would show each the world before the other's lock was gone. */
  @Test
  void keepsTwoFromSkewingWhateverThePoolsIsolationIs() throws Exception {
    HikariConfig config = Engine.POSTGRES.withTables().poolConfig(4);
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    try (HikariDataSource pool = new HikariDataSource(config)) {
      EventStore store = JdbcEventStore.on(pool, Note.TYPES);
      for (int round = 0; round < 100; round++) {
        StreamId a = Note.stream("a" + round);
        StreamId b = Note.stream("b" + round);

        int stored =
            together(() -> ifEmpty(store, a, b), () -> ifEmpty(store, b, a)).stream()
                .mapToInt(done -> done ? 1 : 0)
                .sum();

        assertThat(stored).isEqualTo(1);
        assertThat(store.events(a).size() + store.events(b).size()).isEqualTo(1);
      }
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getTransactionIsolation())
            .isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
      }
    }
  }

  private static boolean ifEmpty(EventStore store, StreamId checked, StreamId written) {
    try {
      store.appendAll(
          List.of(
              Append.check(checked, ExpectedVersion.none()),
              Note.written(written, ExpectedVersion.none(), "x")));
      return true;
    } catch (ConcurrencyConflict conflict) {
      assertThat(conflict.stream()).isEqualTo(checked);
      return false;
    }
  }

  private static List<Boolean> together(Callable<Boolean> one, Callable<Boolean> other)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> both =
          List.of(
              threads.submit(
                  () -> {
                    start.await();
                    return one.call();
                  }),
              threads.submit(
                  () -> {
                    start.await();
                    return other.call();
                  }));
      return List.of(both.get(0).get(60, TimeUnit.SECONDS), both.get(1).get(60, TimeUnit.SECONDS));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void isOneRoundTripForAnyNumberOfStreamsOnPostgres() {
    CountingDataSource source = new CountingDataSource(Engine.POSTGRES.withTables().dataSource());
    EventStore store = JdbcEventStore.on(source.counting(), Note.TYPES);
    source.reset();

    store.appendAll(List.of(Note.written(A, 100), Note.written(B, 1), Note.written(C, 7)));

    assertThat(source.sent()).containsExactly("execute");
  }

  @ParameterizedTest
  @EnumSource
  void refusesACallersTransactionThatWouldNotSeeWhatItWaitedFor(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);

      assertThatThrownBy(
              () ->
                  store
                      .using(connection)
                      .appendAll(List.of(Note.written(A, 1), Note.written(B, 1))))
          .isInstanceOf(EventStoreException.class)
          .hasMessageContaining("READ COMMITTED");
    }
  }
}

package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outcomes are forgotten by their age, and nobody else notices. */
class OutcomeRetentionTest {
  private static final StreamId STREAM = Note.stream("n");

  /** Stores outcomes at 1, 2, 3 … milliseconds, under the keys {@code key 1}, {@code key 2} … */
  private static void storeOutcomes(TestDatabase database, int outcomes) {
    String numbers =
        database.isPostgres()
            ? "generate_series(1, " + outcomes + ") AS g(x)"
            : "SYSTEM_RANGE(1, " + outcomes + ")";
    database.execute(
        "INSERT INTO \"counterfoil_outcomes\""
            + " SELECT 'note', 'n', 'key ' || x, 'f', 0, 0, NULL, x FROM "
            + numbers);
  }

  private static EventStore open(TestDatabase database) {
    return JdbcEventStore.on(database.dataSource(), Note.TYPES);
  }

  private static Instant later() {
    return Instant.now().plus(Duration.ofDays(1));
  }

  private static boolean append(EventStore store, String stream, String key) {
    try {
      int stored =
          store
              .append(Note.written(Note.stream(stream), 1).withKey(new CommandKey(key, "f")))
              .events()
              .size();
      assertThat(stored).isEqualTo(1);
      return true;
    } catch (KeyAlreadyDecided e) {
      assertThat(e.outcome().key().value()).isEqualTo(key);
      return false;
    }
  }

  private static long outcomes(TestDatabase database) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*) FROM \"counterfoil_outcomes\"")) {
      row.next();
      return row.getLong(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void forgetsThoseBeforeAMomentAndKeepsThoseAtIt(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    EventStore store = open(database);
    storeOutcomes(database, 10);

    assertThat(store.forgetOutcomes(Instant.ofEpochMilli(5))).isEqualTo(4);

    assertThat(store.outcome(STREAM, "key 4")).isEmpty();
    assertThat(store.outcome(STREAM, "key 5")).isPresent();
    assertThat(store.forgetOutcomes(Instant.ofEpochMilli(5).plusNanos(1))).isZero();
    assertThat(store.forgetOutcomes(Instant.MIN)).isZero();
    assertThat(store.forgetOutcomes(Instant.MAX)).isEqualTo(6);
    assertThat(outcomes(database)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsSentAgainUnderAForgottenKeyIsStoredAnew(Engine engine) {
    EventStore store = open(engine.withTables());
    assertThat(append(store, "n", "order-17")).isTrue();
    assertThat(store.forgetOutcomes(Instant.now().minus(Duration.ofDays(1)))).isZero();
    assertThat(append(store, "n", "order-17")).isFalse();

    assertThat(store.forgetOutcomes(later())).isEqualTo(1);

    assertThat(append(store, "n", "order-17")).isTrue();
    assertThat(store.events(STREAM)).hasSize(2);
  }

  /** What is held is the last of the outcomes: the batches before are committed, and count. */
  @ParameterizedTest
  @EnumSource
  void forgetsInBatches(Engine engine) throws Exception {
    TestDatabase database = engine.withTables();
    EventStore store = open(database);
    storeOutcomes(database, 20_000);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute(
          "SELECT * FROM \"counterfoil_outcomes\" WHERE \"idempotency_key\" = 'key 20000'"
              + " FOR UPDATE");

      Future<Long> forgetting = thread.submit(() -> store.forgetOutcomes(later()));

      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (outcomes(database) > 10_000) {
        assertThat(System.nanoTime()).as("half are forgotten in time").isLessThan(deadline);
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(forgetting.isDone()).isFalse();
      assertThat(append(store, "n", "another key")).isTrue();
      held.rollback();
      assertThat(forgetting.get(60, TimeUnit.SECONDS)).isBetween(20_000L, 20_001L);
    } finally {
      thread.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void neitherForgetsNorWaitsForACommandThatIsUnderWay(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    EventStore store = open(database);
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.execute(
          "INSERT INTO \"counterfoil_outcomes\" VALUES ('note', 'n', 'k', 'f', 0, 0, NULL, 1)");

      assertThat(store.forgetOutcomes(later())).isZero();
      held.commit();
    }
    assertThat(store.outcome(STREAM, "k")).isPresent();
    assertThat(store.forgetOutcomes(later())).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void aCommandIsAnsweredWhileItsKeyIsBeingForgotten(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    EventStore store = open(database);
    assertThat(append(store, "n", "k")).isTrue();
    try (HeldTransaction batch = HeldTransaction.open(database)) {
      batch.execute("DELETE FROM \"counterfoil_outcomes\"");
      assertThat(append(store, "n", "k")).as("it was decided, as far as is committed").isFalse();

      batch.commit();

      assertThat(append(store, "n", "k")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keysInUseAreForgottenWithoutAnError(Engine engine) throws Exception {
    TestDatabase database = engine.withTables();
    try (var pool = database.pool(6)) {
      EventStore store = JdbcEventStore.on(pool, Note.TYPES);
      AtomicInteger writing = new AtomicInteger(4);
      List<Callable<Long>> tasks = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        String stream = "s" + writer % 2; // two writers use the same keys at the same time
        tasks.add(
            () -> {
              long stored = 0;
              for (int i = 0; i < 150; i++) {
                stored += append(store, stream, "k" + i % 3) ? 1 : 0;
              }
              writing.decrementAndGet();
              return stored;
            });
      }
      tasks.add(() -> forgetWhile(store, writing));
      ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
      List<Long> answers = new ArrayList<>();
      try {
        for (Future<Long> answer : threads.invokeAll(tasks, 120, TimeUnit.SECONDS)) {
          answers.add(answer.get());
        }
      } finally {
        threads.shutdownNow();
      }
      long stored = answers.subList(0, 4).stream().mapToLong(Long::longValue).sum();
      assertThat(store.status().events()).isEqualTo(stored);
      assertThat(answers.get(4) + outcomes(database)).isEqualTo(stored);
    }
  }

  private static long forgetWhile(EventStore store, AtomicInteger writing) {
    long forgotten = 0;
    while (writing.get() > 0) {
      forgotten += store.forgetOutcomes(later());
    }
    return forgotten;
  }

  @ParameterizedTest
  @EnumSource
  void saysThatItMayBeRepeatedWhenTheDatabaseFails(Engine engine) {
    TestDatabase database = engine.withTables();
    EventStore store = open(database);
    storeOutcomes(database, 1);
    database.execute("DROP TABLE \"counterfoil_outcomes\"");

    assertThatThrownBy(() -> store.forgetOutcomes(later())).hasMessageContaining("repeated");
  }
}

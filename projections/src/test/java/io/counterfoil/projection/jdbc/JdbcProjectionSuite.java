package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.Metadata;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.CheckpointFenced;
import io.counterfoil.projection.CheckpointStoreSuite;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

/** What read models in a database promise, on each of them. */
abstract class JdbcProjectionSuite extends ReadModelSuite {
  @Test
  void answersPlainQueriesThroughItsView() throws Exception {
    ProjectionRunner runner = runner(running(balances().build())).start();
    AccountEvent.append(store, "a", new Deposited(500), new Noted("hello"));
    long position = AccountEvent.append(store, "b", new Deposited(7), new Withdrawn(2));

    runner.await("balance_view", position, Eventually.SOON);

    assertThat(rows()).isEqualTo(Map.of("a", 500L, "b", 5L));
    assertThat(rows("SELECT account_id, balance_cents FROM Balance_View_V1")).hasSize(2);
  }

  @Test
  void letsTheConversationStandInTheLogWhileAnEventIsHandled() {
    List<String> logged = new ArrayList<>();
    store.append(
        Append.of(
            new StreamId("account", "a"),
            ExpectedVersion.none(),
            List.of(new Deposited(1)),
            Metadata.at(Instant.EPOCH).withCorrelationId("c-9k")));

    runner(
            running(
                JdbcProjection.named("balance_view", pool)
                    .createdBy("CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY)")
                    .on(
                        Deposited.class,
                        (event, payload, sql) -> logged.add(MDC.get(LoggedCorrelation.KEY)))
                    .build()))
        .catchUp();

    assertThat(logged).containsExactly("c-9k");
    assertThat(MDC.get(LoggedCorrelation.KEY)).isNull();
  }

  @Test
  void leavesNeitherRowsNorCheckpointOfABatchThatFails() {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    AccountEvent.deposit(store, "b", 1);
    AccountEvent.deposit(store, POISON, 1);
    AccountEvent.deposit(store, "c", 1);

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(runner::catchUp)
        .satisfies(
            stopped -> assertThat(stopped.failure().event().orElseThrow().position()).isEqualTo(3));

    assertThat(rows()).isEqualTo(Map.of("a", 1L, "b", 1L));
    assertThat(storedCheckpoint()).isEqualTo(2);
    mended.set(true);
    runner.catchUp();
    assertThat(rows()).isEqualTo(Map.of("a", 1L, "b", 1L, "c", 1L, POISON, 1L));
  }

  @Test
  void goesOnFromItsCheckpointInAnotherRunner() {
    AccountEvent.deposit(store, "a", 1);
    runner(running(balances().build())).catchUp();
    AccountEvent.deposit(store, "a", 2);

    runner(running(balances().build())).catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 3L));
    assertThat(storedCheckpoint()).isEqualTo(2);
  }

  @Test
  void fencesARunnerThatIsInTheMiddleOfABatch() throws Exception {
    // given a runner that has written a row and stands still before its commit
    CountDownLatch written = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    JdbcProjection slow =
        JdbcProjection.named("balance_view", pool)
            .createdBy(
                "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT"
                    + " NOT NULL, events BIGINT NOT NULL)")
            .on(
                Deposited.class,
                (event, payload, sql) -> {
                  if (calls.incrementAndGet() == 1) {
                    sql.update(
                        "INSERT INTO {table} (account_id, balance_cents, events)"
                            + " VALUES ('of the old runner', 1, 1)");
                    written.countDown();
                    gate.await();
                  }
                })
            .build();
    ProjectionRunner old = runner(running(slow)).start();
    long position = AccountEvent.deposit(store, "a", 5);
    written.await();

    // when another takes over and applies the same event
    ProjectionRunner next = runner(running(balances().build())).start();
    next.await("balance_view", position, Eventually.SOON);
    gate.countDown();

    // then what the old one wrote is rolled back, and it stops
    Eventually.state(old, "balance_view", ProjectionState.FENCED);
    assertThat(old.status("balance_view").failure().orElseThrow().cause())
        .isInstanceOf(CheckpointFenced.class);
    assertThat(rows()).isEqualTo(Map.of("a", 5L));
  }

  @Test
  void neverDoublesRowsWhereManyRunnersFightForIt() throws Exception {
    int events = 300;
    List<ProjectionRunner> fighting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      fighting.add(runner(running(balances().build()).batchSize(3)));
    }
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < events; i++) {
                AccountEvent.deposit(store, "account " + i % 5, 1);
              }
            });
    writer.start();
    while (writer.isAlive()) {
      fighting.forEach(ProjectionRunner::start); // whoever was fenced claims again
    }
    writer.join();
    fighting.forEach(runner -> runner.stop(Eventually.SOON));
    runner(running(balances().build())).catchUp();

    assertThat(rows().values()).containsOnly(60L).hasSize(5);
    assertThat(rows("SELECT account_id, events FROM balance_view").values()).containsOnly(60L);
  }

  @Test
  void letsManyProgramsCatchUpAtOnce() throws Exception {
    for (int i = 0; i < 300; i++) {
      AccountEvent.deposit(store, "account " + i % 5, 1);
    }
    int programs = 4;
    CyclicBarrier start = new CyclicBarrier(programs);
    ExecutorService threads = Executors.newFixedThreadPool(programs);
    try {
      List<Future<Map<String, Long>>> seen = new ArrayList<>();
      for (int i = 0; i < programs; i++) {
        ProjectionRunner runner = runner(running(balances().build()).batchSize(3));
        seen.add(
            threads.submit(
                () -> {
                  start.await();
                  runner.catchUp();
                  return rows();
                }));
      }
      for (Future<Map<String, Long>> rows : seen) {
        assertThat(rows.get().values()).containsOnly(60L).hasSize(5);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(rows("SELECT account_id, events FROM balance_view").values()).containsOnly(60L);
  }

  @Test
  void countsABatchOnceWhenTheAnswerToItsCommitIsLost() throws Exception {
    ProjectionRunner runner = runner(running(balances(new LossyDataSource(pool)).build())).start();

    long position = 0;
    for (int i = 0; i < 30; i++) {
      position = AccountEvent.deposit(store, "a", 1);
      runner.await("balance_view", position, Eventually.SOON);
    }

    assertThat(rows()).isEqualTo(Map.of("a", 30L));
    assertThat(rows("SELECT account_id, events FROM balance_view")).isEqualTo(Map.of("a", 30L));
  }

  @Test
  void losesNothingWhenTheAnswerToAResetIsLost() throws Exception {
    ProjectionRunner runner = runner(running(balances(new LossyDataSource(pool)).build())).start();
    AccountEvent.deposit(store, "a", 1);
    long position = AccountEvent.deposit(store, "b", 2);
    runner.await("balance_view", position, Eventually.SOON);
    int lost = 0;

    for (int i = 0; i < 20; i++) {
      try {
        runner.rebuild("balance_view");
      } catch (ProjectionException e) {
        lost++;
      }
      runner.await("balance_view", position, Eventually.SOON);
      assertThat(rows()).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    assertThat(lost).isPositive();
  }

  @Test
  void isSetUpByManyNodesAtOnce() throws Exception {
    AccountEvent.deposit(store, "a", 1);

    CheckpointStoreSuite.race(
        8,
        () -> {
          setUp(balances().build());
          return true;
        });
    runner(running(balances().build())).catchUp();
    assertThat(rows()).isEqualTo(Map.of("a", 1L));

    CheckpointStoreSuite.race(
        8,
        () -> {
          setUp(balances().version(2).build());
          return true;
        });
    assertThat(rows()).isEqualTo(Map.of("a", 1L)); // of version 1, until version 2 is filled
    runner(running(balances().version(2).build())).catchUp();
    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  private static void setUp(JdbcProjection projection) throws Exception {
    ReadModel readModel = projection.open(Optional.empty());
    readModel.setUp();
    readModel.generations().orElseThrow().assign();
  }

  @Test
  void seesWhatAnotherStoreObjectAppends() throws Exception {
    ProjectionRunner runner =
        runner(running(balances().build()).polling(Duration.ofMillis(1), Duration.ofMillis(20)))
            .start();
    Eventually.state(runner, "balance_view", ProjectionState.IDLE);
    EventStore ofAnotherNode = JdbcEventStore.on(pool, AccountEvent.types());

    for (int i = 1; i <= 5; i++) {
      long position = AccountEvent.deposit(ofAnotherNode, "a", 1);
      runner.await("balance_view", position, Eventually.SOON);
      assertThat(rows()).isEqualTo(Map.of("a", (long) i));
    }
  }

  @Test
  void equalsTheOracleWhileManyThreadsAppend() throws Exception {
    ProjectionRunner runner = runner(running(balances().build()).batchSize(7)).start();

    Map<String, Long> oracle = appendFromEightThreads(() -> {});
    runner.catchUp();

    assertThat(rows()).isEqualTo(oracle);
  }

  @Test
  void equalsTheOracleWhenRebuiltWhileManyThreadsAppend() throws Exception {
    ProjectionRunner runner = runner(running(balances().build()).batchSize(7)).start();
    List<Long> rebuilt = new ArrayList<>();

    Map<String, Long> oracle =
        appendFromEightThreads(
            () -> {
              for (int i = 0; i < 3; i++) {
                rebuilt.add(runner.rebuild("balance_view"));
              }
            });
    runner.catchUp();
    assertThat(rows()).isEqualTo(oracle);

    long events = runner.rebuild("balance_view");

    assertThat(rows()).isEqualTo(oracle);
    assertThat(events).isEqualTo(8L * 40);
    assertThat(rebuilt).hasSize(3).isSorted();
  }

  private Map<String, Long> appendFromEightThreads(Runnable meanwhile) throws Exception {
    Map<String, Long> oracle = new TreeMap<>();
    Thread beside = new Thread(meanwhile);
    beside.start();
    CheckpointStoreSuite.race(
        8,
        () -> {
          long mine = Thread.currentThread().getId();
          for (int i = 0; i < 40; i++) {
            String account = "account " + (mine + i) % 6;
            long amount = mine * 1000 + i;
            AccountEvent.deposit(store, account, amount);
            synchronized (oracle) {
              oracle.merge(account, amount, Long::sum);
            }
          }
          return true;
        });
    beside.join();
    return oracle;
  }

  @Test
  void isRebuiltWithoutBeingStarted() {
    AccountEvent.deposit(store, "a", 1);
    AccountEvent.deposit(store, "b", 2);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    database.execute("UPDATE balance_view_v1 SET balance_cents = 1000");

    long events = runner.rebuild("balance_view");

    assertThat(events).isEqualTo(2);
    assertThat(rows()).isEqualTo(Map.of("a", 1L, "b", 2L));
    assertThat(runner.status("balance_view").state()).isEqualTo(ProjectionState.STOPPED);
  }

  @Test
  void showsTheNewestVersionThroughTheView() {
    AccountEvent.deposit(store, "a", 1);
    runner(running(balances().build())).catchUp();
    JdbcProjection next =
        JdbcProjection.named("balance_view", pool)
            .version(2)
            .createdBy("CREATE TABLE {table} (account_id VARCHAR(64), cents VARCHAR(20))")
            .on(
                Deposited.class,
                (event, payload, sql) ->
                    sql.update(
                        "INSERT INTO {table} VALUES (?, ?)",
                        event.stream().aggregateId(),
                        "" + payload.amountCents()))
            .build();

    runner(running(next)).catchUp();
    runner(running(balances().build())).catchUp(); // an old node that is started once more

    assertThat(rows("SELECT account_id, CAST(cents AS BIGINT) FROM balance_view"))
        .isEqualTo(Map.of("a", 1L));
    assertThat(rows("SELECT account_id, balance_cents FROM balance_view_v1"))
        .isEqualTo(Map.of("a", 1L));
  }

  @Test
  void readsAndReplacesRowsThroughSql() {
    List<Long> seen = new ArrayList<>();
    JdbcProjection projection =
        JdbcProjection.named("last_deposit", pool)
            .createdBy(
                "CREATE TABLE {table} (account_id VARCHAR(64), kind VARCHAR(20), cents BIGINT,"
                    + " PRIMARY KEY (account_id, kind))")
            .on(
                Deposited.class,
                (event, payload, sql) -> {
                  String account = event.stream().aggregateId();
                  seen.addAll(
                      sql.query(
                          "SELECT cents FROM {table} WHERE account_id = ?",
                          row -> row.getLong(1),
                          account));
                  sql.upsert(
                      Map.of("account_id", account, "kind", "deposit"),
                      Map.of("cents", payload.amountCents()));
                  assertThat(sql.queryFirst("SELECT cents FROM {table}", row -> row.getLong(1)))
                      .contains(payload.amountCents());
                  assertThat(sql.connection().getAutoCommit()).isFalse();
                  assertThat(sql.table()).isEqualTo("last_deposit_v1");
                })
            .build();
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));

    runner(running(projection)).catchUp();

    assertThat(seen).containsExactly(1L, 2L);
    assertThat(rows("SELECT account_id, cents FROM last_deposit")).isEqualTo(Map.of("a", 3L));
  }

  @Test
  void looksForItsTablesInTheCurrentSchemaOnly() throws Exception {
    database.execute(
        "CREATE SCHEMA elsewhere",
        "CREATE TABLE elsewhere.balance_view_v1 (id INTEGER)",
        "CREATE TABLE elsewhere.counterfoil_checkpoint (id INTEGER)",
        "CREATE TABLE balanceXview_v1 (id INTEGER)");
    AccountEvent.deposit(store, "a", 1);

    runner(running(balances().build())).catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void quotesAStatementThatDoesNotNameTheTable() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcProjection.named("v", pool).createdBy("CREATE TABLE v (id INT)"))
        .withMessageEndingWith("'v' must contain {table}, but is: CREATE TABLE v (id INT)");
  }

  @Test
  void keepsSeveralProjectionsInOneDatabase() throws Exception {
    JdbcProjection count =
        JdbcProjection.named("counts", pool)
            .createdBy("CREATE TABLE {table} (id VARCHAR(64) PRIMARY KEY, n BIGINT)")
            .on(
                AccountEvent.class,
                (event, payload, sql) ->
                    sql.upsert(
                        Map.of("id", event.stream().aggregateId()), Map.of("n", event.sequence())))
            .build();
    ProjectionRunner runner = runner(running(balances().build()).run(count)).start();
    AccountEvent.deposit(store, "a", 5);
    long position = AccountEvent.append(store, "a", new Noted("?"));

    runner.await("counts", position, Eventually.SOON);
    runner.await("balance_view", position, Eventually.SOON);

    assertThat(rows()).isEqualTo(Map.of("a", 5L));
    assertThat(rows("SELECT id, n FROM counts")).isEqualTo(Map.of("a", 2L));
  }
}

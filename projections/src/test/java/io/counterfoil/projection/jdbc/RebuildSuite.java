package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.Beside;
import io.counterfoil.projection.CheckpointId;
import io.counterfoil.projection.CheckpointStoreSuite;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.projection.Generations.Role;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.projection.RebuildRefused;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a rebuild beside the read model that serves promises, on each database. */
abstract class RebuildSuite extends ReadModelSuite {
  private static final String NAME = "balance_view";
  private static final int H2_GENERAL_ERROR = 50000;

  @Test
  void showsReadersNeverLessThanBeforeWhileItIsRebuiltUnderLoad() throws Exception {
    // given appends without end, a live read model, and a reader that looks all the time
    for (int i = 0; i < 200; i++) {
      AccountEvent.deposit(store, "account " + i % 5, 1);
    }
    ProjectionRunner runner = runner(running(balances().build()).batchSize(50)).start();
    runner.await(NAME, 200, Eventually.SOON);
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> appended = appendUntil(over);
    CompletableFuture<Integer> looks = lookUntil(over);

    // when it is rebuilt again and again
    long events = 0;
    for (int i = 0; i < 3; i++) {
      events += runner.rebuild(NAME);
    }
    over.set(true);

    // then no look saw less than the one before, and each event counts once
    int all = 200 + appended.join();
    assertThat(looks.join()).isGreaterThan(5);
    assertThat(events).isGreaterThanOrEqualTo(3 * 200);
    runner.await(NAME, store.head(), Eventually.SOON);
    assertThat(sum()).isEqualTo(all);
    assertThat(rows("SELECT account_id, events FROM balance_view").values()).doesNotContain(0L);
    assertThat(live().checkpoint()).isEqualTo(new CheckpointId(NAME, 1, 4, 0));
    assertThat(runner.status(NAME).state()).isNotEqualTo(ProjectionState.FENCED);
  }

  private CompletableFuture<Integer> appendUntil(AtomicBoolean over) {
    return Beside.start(
        () -> {
          int count = 0;
          while (!over.get()) {
            AccountEvent.deposit(store, "account " + count % 7, 1);
            count++;
          }
          return count;
        });
  }

  private CompletableFuture<Integer> lookUntil(AtomicBoolean over) {
    return Beside.start(
        () -> {
          long before = 200;
          int looks = 0;
          while (!over.get()) {
            long now = sumOr(before);
            if (now < before) {
              throw new AssertionError("a reader saw " + now + " after " + before);
            }
            before = now;
            looks++;
          }
          return looks;
        });
  }

  /** H2 may fail, inside itself, to prepare a query in the very moment that a view is replaced. */
  private long sumOr(long before) {
    try {
      return sum();
    } catch (AssertionError e) {
      if (e.getCause() instanceof SQLException said && said.getErrorCode() == H2_GENERAL_ERROR) {
        return before;
      }
      throw e;
    }
  }

  @Test
  void fillsAHigherVersionBesideTheLowerOneThatServes() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    runner(running(balances().build())).catchUp();
    CountDownLatch mayFill = new CountDownLatch(1);
    ProjectionRunner runner =
        runner(running(balances().build()).run(doubled(mayFill).version(2).build())).start();
    runner.await(NAME, 1, Eventually.SOON);

    // when version 2 is held back, version 1 serves and is kept up to date
    long position = AccountEvent.deposit(store, "a", 2);
    runner.await(NAME, position, Eventually.SOON);
    assertThat(rows()).isEqualTo(Map.of("a", 3L));
    assertThat(runner.status(NAME).version()).isEqualTo(1);

    // when it may go on, it takes over, and readers wait for it from then on
    mayFill.countDown();
    Eventually.until("version 2 serves", () -> runner.status(NAME).version() == 2);
    long next = AccountEvent.deposit(store, "a", 4);
    runner.await(NAME, next, Eventually.SOON);
    assertThat(rows()).isEqualTo(Map.of("a", 14L));
    Eventually.until(
        "version 1 has retired", () -> runner.status().get(0).state() == ProjectionState.RETIRED);
  }

  /** Counts twice what is deposited, when it is let. */
  private JdbcProjectionBuilder doubled(CountDownLatch mayFill) {
    return JdbcProjection.named(NAME, pool)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT NOT"
                + " NULL, events BIGINT NOT NULL)")
        .on(
            Deposited.class,
            (event, payload, sql) -> {
              mayFill.await();
              add(sql, event.stream().aggregateId(), 2 * payload.amountCents());
            });
  }

  @Test
  void takesOverFromAVersionThatNobodyRunsAnyMore() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner old = runner(running(balances().build()));
    old.catchUp();
    old.close();
    AccountEvent.deposit(store, "a", 2);

    ProjectionRunner next =
        runner(running(doubled(new CountDownLatch(0)).version(2).build())).start();
    next.await(NAME, 2, Eventually.SOON);

    assertThat(rows()).isEqualTo(Map.of("a", 6L));
  }

  @Test
  void takesOverFromAVersionThatNobodyHasClaimed() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ReadModel noted = balances().build().open(Optional.empty());
    noted.setUp();
    noted.generations().orElseThrow().assign();

    ProjectionRunner next =
        runner(running(doubled(new CountDownLatch(0)).version(2).build())).start();
    next.await(NAME, 1, Eventually.SOON);

    assertThat(rows()).isEqualTo(Map.of("a", 2L));
  }

  @Test
  void lendsItsColumnsToTheView() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    runner(running(balances().build())).catchUp();
    JdbcProjection other =
        JdbcProjection.named(NAME, pool)
            .version(2)
            .createdBy("CREATE TABLE {table} (cents VARCHAR(20), id VARCHAR(64))")
            .on(
                Deposited.class,
                (event, payload, sql) ->
                    sql.update(
                        "INSERT INTO {table} VALUES (?, ?)",
                        "" + payload.amountCents(),
                        event.stream().aggregateId()))
            .build();

    runner(running(other)).catchUp();

    assertThat(strings("SELECT cents FROM balance_view")).containsExactly("1");
  }

  @Test
  void refusesASecondRebuildOfOneProjection() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build())).start();
    runner.await(NAME, 1, Eventually.SOON);
    ProjectionRunner other = runner(running(balances().build()));
    List<RebuildRefused> refused = new ArrayList<>();

    runner.rebuild(
        NAME,
        at -> {
          if (refused.isEmpty()) {
            try {
              other.rebuild(NAME);
            } catch (RebuildRefused e) {
              refused.add(e);
            }
          }
        });

    assertThat(refused).singleElement().extracting(RebuildRefused::projection).isEqualTo(NAME);
    assertThat(refused.get(0)).hasMessageContaining("is being rebuilt already, by pid");
    assertThat(live().checkpoint().generation()).isEqualTo(2);
  }

  @Test
  void refusesToRebuildAVersionThatANewerOneHasReplaced() {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner old = runner(running(balances().build()));
    old.catchUp();
    runner(running(doubled(new CountDownLatch(0)).version(2).build())).catchUp();

    assertThatExceptionOfType(RebuildRefused.class)
        .isThrownBy(() -> old.rebuild(NAME))
        .withMessageContaining("a newer version has taken its place");

    assertThat(rows()).isEqualTo(Map.of("a", 2L));
    assertThat(live().checkpoint().version()).isEqualTo(2);
  }

  @Test
  void isCancelledAmidABatch() throws Exception {
    // given a rebuild whose batch has written rows
    AccountEvent.deposit(store, "a", 1);
    AtomicBoolean waits = new AtomicBoolean();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    JdbcProjection slow =
        balances()
            .on(
                AccountEvent.Noted.class,
                (event, payload, sql) -> {
                  if (waits.get()) {
                    reached.countDown();
                    released.await();
                  }
                })
            .build();
    AccountEvent.append(store, "a", new AccountEvent.Noted("slow"));
    ProjectionRunner runner = runner(running(slow));
    runner.catchUp();
    waits.set(true);
    CompletableFuture<Long> rebuilt = Beside.start(() -> runner(running(slow)).rebuild(NAME));
    reached.await();

    // when it is cancelled meanwhile
    CompletableFuture<Boolean> cancelled = Beside.start(() -> runner.generations(NAME).cancel());
    Eventually.until("it is no longer to be built", () -> !roles().toString().contains("BUILD"));
    released.countDown();

    // then it does not become live
    assertThat(cancelled.join()).isTrue();
    assertThatExceptionOfType(CompletionException.class).isThrownBy(rebuilt::join);
    assertThat(roles()).containsExactly("v1 LIVE");
  }

  @Test
  void refusesToDropWhatServesOrWhatIsNotThere() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();

    assertThatExceptionOfType(RebuildRefused.class)
        .isThrownBy(() -> runner.generations(NAME).drop(1, 1))
        .withMessageContaining("readers see it");
    assertThatExceptionOfType(RebuildRefused.class)
        .isThrownBy(() -> runner.generations(NAME).drop(1, 7))
        .withMessageContaining("there is no balance_view v1 generation 7");
    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void dropsWhatHasServedWhenAsked() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    runner.rebuild(NAME);
    assertThat(roles()).containsExactly("v1 RETIRED", "v1 generation 2 LIVE");

    List<Generation> dropped = runner.generations(NAME).dropRetired();

    assertThat(dropped).extracting(Generation::place).containsExactly("balance_view_v1");
    assertThat(roles()).containsExactly("v1 generation 2 LIVE");
    assertThat(tables()).noneMatch(table -> table.equalsIgnoreCase("balance_view_v1"));
    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void goesOnWhereARebuildWasCutShort() throws Exception {
    // given a rebuild whose process ends after some batches
    for (int i = 0; i < 30; i++) {
      AccountEvent.deposit(store, "a", 1);
    }
    ProjectionRunner first = runner(running(balances().build()).batchSize(5));
    first.catchUp();
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                first.rebuild(
                    NAME,
                    at -> {
                      if (at.events() == 10) {
                        throw new IllegalStateException("the process ends here");
                      }
                    }));
    assertThat(roles()).containsExactly("v1 LIVE", "v1 generation 2 BUILDING");

    // when another one rebuilds
    long events = runner(running(balances().build()).batchSize(5)).rebuild(NAME);

    // then only the rest is applied
    assertThat(events).isEqualTo(20);
    assertThat(roles()).containsExactly("v1 RETIRED", "v1 generation 2 LIVE");
    assertThat(rows()).isEqualTo(Map.of("a", 30L));
  }

  @Test
  void goesOnWhereAProcessVanishedHalfAMinuteLater() throws Exception {
    // given a rebuild whose process has said nothing more
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    ReadModel readModel = balances().build().open(Optional.empty());
    readModel.generations().orElseThrow().begin("a process that is no more");

    assertThatExceptionOfType(RebuildRefused.class)
        .isThrownBy(() -> runner.rebuild(NAME))
        .withMessageContaining("by a process that is no more");
    database.execute(
        "UPDATE counterfoil_checkpoint SET updated_at = updated_at - 31000 WHERE generation = 2");
    long events = runner.rebuild(NAME);

    assertThat(events).isEqualTo(1);
    assertThat(roles()).containsExactly("v1 RETIRED", "v1 generation 2 LIVE");
  }

  @Test
  void endsARebuildWhenTheRunnerIsStopped() throws Exception {
    for (int i = 0; i < 10; i++) {
      AccountEvent.deposit(store, "a", 1);
    }
    ProjectionRunner runner = runner(running(balances().build()).batchSize(1));
    runner.catchUp();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.rebuild(NAME, at -> runner.stop(Eventually.SOON)))
        .withMessageContaining("was stopped at position 1 of 10; the next rebuild goes on");

    assertThat(runner.rebuild(NAME)).isEqualTo(9);
  }

  @Test
  void showsWhatIsLiveAlthoughTheViewWasLeftBehind() throws Exception {
    // given a process that ended between the switch and its view, as it can where DDL commits
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    runner.rebuild(NAME);
    database.execute("CREATE OR REPLACE VIEW balance_view AS SELECT * FROM balance_view_v1");
    database.execute("UPDATE counterfoil_read_model SET shown_generation = 1");
    AccountEvent.deposit(store, "a", 2);

    runner(running(balances().build())).catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 3L));
  }

  @Test
  void givesUpARebuildWhenItIsCancelled() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    AccountEvent.deposit(store, "a", 2);
    ProjectionRunner runner = runner(running(balances().build()).batchSize(1));
    runner.catchUp();
    AtomicInteger batches = new AtomicInteger();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(
            () ->
                runner.rebuild(
                    NAME,
                    at -> {
                      if (batches.incrementAndGet() == 1) {
                        assertThat(runner.generations(NAME).cancel()).isTrue();
                      }
                    }));

    assertThat(roles()).containsExactly("v1 LIVE");
    assertThat(runner.generations(NAME).cancel()).isFalse();
    assertThat(tables()).noneMatch(table -> table.equalsIgnoreCase("balance_view_v1_g2"));
    assertThat(runner.rebuild(NAME)).isEqualTo(2);
  }

  @Test
  void leavesTheLiveOneAloneWhenARebuildFails() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    AccountEvent.deposit(store, POISON, 1);
    mended.set(true);
    ProjectionRunner runner = runner(running(balances().build())).start();
    runner.await(NAME, 2, Eventually.SOON);
    mended.set(false);

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(() -> runner.rebuild(NAME))
        .satisfies(e -> assertThat(e.failure().event().orElseThrow().position()).isEqualTo(2));

    assertThat(rows()).isEqualTo(Map.of("a", 1L, POISON, 1L));
    mended.set(true);
    long next = AccountEvent.deposit(store, "a", 2);
    runner.await(NAME, next, Eventually.SOON);
    assertThat(runner.rebuild(NAME)).isPositive();
    assertThat(rows()).isEqualTo(Map.of("a", 3L, POISON, 1L));
  }

  @Test
  void isFollowedByTheRunnerOfAnotherNode() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner service = runner(running(balances().build())).start();
    service.await(NAME, 1, Eventually.SOON);

    runner(running(balances().build())).rebuild(NAME);
    long next = AccountEvent.deposit(store, "a", 2);
    service.await(NAME, next, Eventually.SOON);

    assertThat(rows()).isEqualTo(Map.of("a", 3L));
    assertThat(service.status(NAME).generation()).isEqualTo(2);
    assertThat(service.status(NAME).state()).isNotEqualTo(ProjectionState.FENCED);
  }

  @Test
  void equalsTheOracleHoweverManyNodesRebuildAtOnce() throws Exception {
    Map<String, Long> oracle = new TreeMap<>();
    ProjectionRunner service = runner(running(balances().build()).batchSize(3)).start();
    CheckpointStoreSuite.race(
        5,
        () -> {
          long mine = Thread.currentThread().getId() % 5;
          if (mine % 2 == 0) {
            ProjectionRunner other = runnerOfItsOwn();
            for (int i = 0; i < 3; i++) {
              try {
                other.rebuild(NAME);
              } catch (RebuildRefused | ProjectionStopped e) {
                // another one does it
              }
            }
          }
          for (int i = 0; i < 60; i++) {
            String account = "account " + (mine + i) % 6;
            AccountEvent.deposit(store, account, i);
            synchronized (oracle) {
              oracle.merge(account, (long) i, Long::sum);
            }
          }
          return true;
        });

    service.await(NAME, store.head(), Eventually.SOON);

    assertThat(rows()).isEqualTo(oracle);
  }

  private synchronized ProjectionRunner runnerOfItsOwn() {
    return runner(running(balances().build()).batchSize(11));
  }

  private long sum() {
    return rows("SELECT 'sum', SUM(balance_cents) FROM balance_view").getOrDefault("sum", 0L);
  }

  private Generation live() {
    return runners.get(0).generations(NAME).list().stream()
        .filter(generation -> generation.role() == Role.LIVE)
        .findFirst()
        .orElseThrow();
  }

  private List<String> roles() {
    return runners.get(0).generations(NAME).list().stream()
        .map(
            generation ->
                generation.checkpoint().toString().replace(NAME + " ", "")
                    + " "
                    + generation.role())
        .toList();
  }

  private List<String> strings(String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }

  private List<String> tables() throws SQLException {
    return strings("SELECT table_name FROM information_schema.tables");
  }

  @Test
  void isOverForBothWhoRebuildTheSameInOneRunner() throws Exception {
    for (int i = 0; i < 50; i++) {
      AccountEvent.deposit(store, "a", 1);
    }
    CountDownLatch bothAtWork = new CountDownLatch(2);
    ProjectionRunner runner = runner(running(balances().build()).batchSize(10)).start();
    runner.await(NAME, 50, Eventually.SOON);

    CompletableFuture<Long> one = Beside.start(() -> rebuildWhen(bothAtWork, runner));
    CompletableFuture<Long> other = Beside.start(() -> rebuildWhen(bothAtWork, runner));

    Eventually.until("both are done", () -> one.isDone() && other.isDone());
    assertThat(one.join() + other.join()).isGreaterThanOrEqualTo(50);
    runner.await(NAME, AccountEvent.deposit(store, "a", 1), Eventually.SOON);
    assertThat(rows()).isEqualTo(Map.of("a", 51L));
  }

  /** Rebuilds, and goes on behind a first batch when the other one has come as far. */
  private static long rebuildWhen(CountDownLatch bothAtWork, ProjectionRunner runner) {
    AtomicBoolean begun = new AtomicBoolean();
    return runner.rebuild(
        NAME,
        progress -> {
          if (begun.compareAndSet(false, true)) {
            bothAtWork.countDown();
            Eventually.until("the other one is at work", () -> bothAtWork.getCount() == 0);
          }
        });
  }
}

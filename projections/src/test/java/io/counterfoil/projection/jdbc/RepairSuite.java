package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.Beside;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.projection.ReplayRefused;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the repair of one aggregate's rows promises, on each database. */
abstract class RepairSuite extends ReadModelSuite {
  private static final String NAME = "balance_view";

  private JdbcProjectionBuilder repairable() {
    return balances().repairedBy("DELETE FROM {table} WHERE account_id = ?");
  }

  private void spoil(String account) {
    database.execute(
        "UPDATE balance_view_v1 SET balance_cents = -1 WHERE account_id = '" + account + "'");
  }

  private static StreamId account(String id) {
    return new StreamId("account", id);
  }

  @Test
  void makesTheRowsOfOneAggregateAnewAndOfNoOther() {
    AccountEvent.append(store, "a", new Deposited(5), new Noted("?"), new Withdrawn(2));
    AccountEvent.deposit(store, "b", 7);
    ProjectionRunner runner = runner(running(repairable().build()).batchSize(1));
    runner.catchUp();
    spoil("a");
    spoil("b");

    ReplayResult result = runner.repair(NAME, account("a"));

    assertThat(result.read()).isEqualTo(2);
    assertThat(result.applied()).isEqualTo(2);
    assertThat(rows()).isEqualTo(Map.of("a", 3L, "b", -1L));
    runner.repair(NAME, account("b"));
    assertThat(rows()).isEqualTo(Map.of("a", 3L, "b", 7L));
    assertThat(storedCheckpoint()).isEqualTo(4);
  }

  @Test
  void bringsBackRowsThatWereLostAndAppliesNothingBehindTheCheckpoint() {
    AccountEvent.deposit(store, "a", 5);
    ProjectionRunner runner = runner(running(repairable().build()));
    runner.catchUp();
    database.execute("DELETE FROM balance_view_v1");
    AccountEvent.deposit(store, "a", 2);

    runner.repair(NAME, account("a"));

    assertThat(rows()).isEqualTo(Map.of("a", 5L));
    runner.catchUp();
    assertThat(rows()).isEqualTo(Map.of("a", 7L));
  }

  @Test
  void removesRowsInTheWayThatWasDeclared() {
    AccountEvent.deposit(store, "a", 5);
    ProjectionRunner runner =
        runner(
            running(
                balances()
                    .repairedBy(
                        (aggregate, sql) ->
                            sql.update(
                                "DELETE FROM {table} WHERE account_id = ?",
                                aggregate.aggregateId()))
                    .build()));
    runner.catchUp();
    spoil("a");

    runner.repair(NAME, account("a"));

    assertThat(rows()).isEqualTo(Map.of("a", 5L));
  }

  @Test
  void refusesWhatMakesNoSense() {
    AccountEvent.deposit(store, "a", 5);
    ProjectionRunner undeclared = runner(running(balances().build()));
    undeclared.catchUp();
    ProjectionRunner runner = runner(running(repairable().build()));

    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> undeclared.repair(NAME, account("a")))
        .withMessageContaining("repairedBy(...)");
    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> runner.repair(NAME, account("nobody")))
        .withMessageContaining("no event of account/nobody");
    assertThatExceptionOfType(ReplayRefused.class) // rows of that id, and of another aggregate
        .isThrownBy(() -> runner.repair(NAME, new StreamId("savings", "a")))
        .withMessageContaining("no event of savings/a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> balances().repairedBy("DELETE FROM {table}"))
        .withMessageContaining("one question mark");
    assertThat(rows()).isEqualTo(Map.of("a", 5L));
  }

  @Test
  void refusesAReadModelThatWasNeverStarted() {
    AccountEvent.deposit(store, "a", 5);

    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> runner(running(repairable().build())).repair(NAME, account("a")))
        .withMessageContaining("never started");
  }

  @Test
  void leavesEverythingAsItWasWhereAnEventFails() {
    mended.set(true);
    AccountEvent.append(store, POISON, new Deposited(5), new Deposited(6));
    ProjectionRunner runner = runner(running(repairable().build()));
    runner.catchUp();
    spoil(POISON);
    mended.set(false);

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.repair(NAME, account(POISON)))
        .withMessageContaining("are as they were: Deposited[account/poison #1 @1]")
        .withCauseInstanceOf(IllegalStateException.class);
    assertThat(rows()).isEqualTo(Map.of(POISON, -1L));
    AccountEvent.deposit(store, "a", 1);
    runner.catchUp();
    assertThat(rows()).containsEntry("a", 1L);
  }

  @Test
  void takesUpWhatWasParkedOfTheAggregate() {
    AccountEvent.append(store, POISON, new Deposited(5), new Deposited(6));
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner =
        runner(
            running(repairable().build())
                .options(
                    ProjectionOptions.defaults()
                        .retries(1, Duration.ofMillis(1), Duration.ofMillis(1))
                        .parking()));
    runner.catchUp();
    assertThat(runner.parked(NAME).list()).hasSize(2);
    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.repair(NAME, account(POISON)));
    assertThat(runner.parked(NAME).list()).hasSize(2);
    mended.set(true);

    runner.repair(NAME, account(POISON));

    assertThat(runner.parked(NAME).list()).isEmpty();
    assertThat(rows()).isEqualTo(Map.of("a", 1L, POISON, 11L));
    AccountEvent.deposit(store, POISON, 7);
    runner.catchUp();
    assertThat(rows()).isEqualTo(Map.of("a", 1L, POISON, 18L));
  }

  @Test
  void refusesABatchThatHasReadTheRowsAsTheyWereBefore() throws Exception {
    // given a batch of another process that has read a spoilt row, and not written yet
    AtomicBoolean waits = new AtomicBoolean();
    CountDownLatch hasRead = new CountDownLatch(1);
    CountDownLatch mayWrite = new CountDownLatch(1);
    JdbcProjection reading =
        JdbcProjection.named(NAME, pool)
            .createdBy(
                "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT NOT"
                    + " NULL)")
            .on(
                Deposited.class,
                (event, payload, sql) -> {
                  String account = event.stream().aggregateId();
                  long before =
                      sql.queryFirst(
                              "SELECT balance_cents FROM {table} WHERE account_id = ?",
                              row -> row.getLong(1),
                              account)
                          .orElse(0L);
                  if (waits.getAndSet(false)) {
                    hasRead.countDown();
                    mayWrite.await();
                  }
                  sql.upsert(
                      Map.of("account_id", account),
                      Map.of("balance_cents", before + payload.amountCents()));
                })
            .repairedBy("DELETE FROM {table} WHERE account_id = ?")
            .build();
    AccountEvent.deposit(store, "a", 5);
    ProjectionRunner live = runner(running(reading)).start();
    live.await(NAME, 1, Eventually.SOON);
    spoil("a");
    waits.set(true);
    long position = AccountEvent.deposit(store, "a", 2);
    hasRead.await();

    // when the row is repaired before the batch goes on
    runner(running(reading)).repair(NAME, account("a"));
    mayWrite.countDown();

    // then the batch begins anew, from what is right
    live.await(NAME, position, Eventually.SOON);
    assertThat(rows()).isEqualTo(Map.of("a", 7L));
  }

  @Test
  void blamesNoEventForWhatItsHandlerMetWhileRowsWereRepaired() throws Exception {
    // given a batch of another process whose handler is about to trip over a repair
    AtomicBoolean trips = new AtomicBoolean();
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    JdbcProjection tripping =
        AddedUp.in(
            pool,
            sql -> {
              if (trips.getAndSet(false)) {
                reached.countDown();
                released.await();
                throw new IllegalStateException("a key that was not there before");
              }
            });
    ProjectionOptions onceOnly =
        ProjectionOptions.defaults().retries(1, Duration.ofMillis(1), Duration.ofMillis(1));
    AccountEvent.deposit(store, "a", 5);
    ProjectionRunner live = runner(running(tripping).options(onceOnly)).start();
    live.await(AddedUp.NAME, 1, Eventually.SOON);
    trips.set(true);
    long position = AccountEvent.deposit(store, "b", 2);
    reached.await();

    // when rows are repaired before the handler fails
    runner(running(tripping)).repair(AddedUp.NAME, account("a"));
    released.countDown();

    // then its event is applied, although it had one attempt only
    live.await(AddedUp.NAME, position, Eventually.SOON);
    assertThat(new AddedUp(store).requireRight(pool)).isEqualTo(position);
    assertThat(live.status(AddedUp.NAME).recovery()).isEmpty();
  }

  @Test
  void keepsEveryRowRightBesideALiveRunnerUnderLoad() throws Exception {
    // given appends without end, and a projection that runs in another process
    JdbcProjection projection = AddedUp.in(pool, sql -> {});
    AddedUp oracle = new AddedUp(store);
    ProjectionRunner live = runner(running(projection).batchSize(10)).start();
    live.await(AddedUp.NAME, AccountEvent.deposit(store, "account 1", 1), Eventually.SOON);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger repaired = new AtomicInteger();
    CompletableFuture<Void> here = repairUntil(over, live, 1, repaired);
    CompletableFuture<Void> elsewhere =
        repairUntil(over, runner(running(projection).batchSize(10)), 2, repaired);
    try (WriteLoad load = WriteLoad.on(store)) {
      // when random accounts are repaired meanwhile, then each look sees every row whole
      Eventually.until(
          "much was appended and repaired",
          () -> {
            look(oracle);
            return store.head() > 600 && repaired.get() > 5;
          });
      over.set(true);
      load.end();
    } finally {
      over.set(true);
    }

    here.join();
    elsewhere.join();
    live.await(AddedUp.NAME, store.head(), Eventually.SOON);
    assertThat(oracle.requireRight(pool)).isEqualTo(store.head());
    assertThat(live.status(AddedUp.NAME).state()).isNotEqualTo(ProjectionState.FENCED);
  }

  private void look(AddedUp oracle) {
    try {
      oracle.requireRight(pool);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private CompletableFuture<Void> repairUntil(
      AtomicBoolean over, ProjectionRunner runner, int seed, AtomicInteger repaired) {
    return Beside.start(
        () -> {
          Random random = new Random(seed);
          while (!over.get()) {
            try {
              runner.repair(AddedUp.NAME, account("account " + random.nextInt(20)));
              repaired.incrementAndGet();
            } catch (ReplayRefused e) {
              assertThat(e).hasMessageContaining("no event of"); // yet
            }
          }
        });
  }
}

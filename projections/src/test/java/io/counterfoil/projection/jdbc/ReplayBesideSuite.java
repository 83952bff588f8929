package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.Beside;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a replay promises beside a projection that runs, on each database. */
abstract class ReplayBesideSuite extends ReadModelSuite {
  private static final String LATEST = "latest_view";

  private Map<String, Long> editions() {
    return rows("SELECT position, edition FROM entry_view");
  }

  /** Overwrites what earlier events wrote: readers would see it, if they saw half of a replay. */
  private JdbcProjection latest() {
    return JdbcProjection.named(LATEST, pool)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, sequence BIGINT NOT NULL)")
        .idempotent()
        .on(
            AccountEvent.class,
            (event, payload, sql) ->
                sql.upsert(
                    Map.of("account_id", event.stream().aggregateId()),
                    Map.of("sequence", event.sequence())))
        .build();
  }

  @Test
  void showsReadersNothingOlderWhileItRunsInAnotherProcessUnderLoad() throws Exception {
    // given appends without end, a projection that runs, and a reader that looks all the time
    ProjectionRunner live = runner(running(latest()).batchSize(20)).start();
    ProjectionRunner other = runner(running(latest()).batchSize(20));
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Integer> looks = Beside.start(() -> lookUntil(over));
    try (WriteLoad load = WriteLoad.on(store)) {
      Eventually.until("rows are there", () -> live.status(LATEST).checkpoint() > 50);

      // when all is replayed again and again
      for (int i = 0; i < 5; i++) {
        ReplayResult result = other.replay(LATEST).run();
        assertThat(result.failed()).isZero();
        assertThat(result.applied()).isPositive();
      }
      load.end();
    }

    // then no row ever went back, and the projection has come through
    live.await(LATEST, store.head(), Eventually.SOON);
    over.set(true);
    assertThat(looks.join()).isPositive();
    assertThat(live.status(LATEST).state()).isNotEqualTo(ProjectionState.FENCED);
    rowsOfLatest()
        .forEach(
            (account, sequence) ->
                assertThat(sequence)
                    .isEqualTo(store.events(new StreamId("account", account)).size()));
  }

  private Map<String, Long> rowsOfLatest() {
    return rows("SELECT account_id, sequence FROM latest_view");
  }

  private int lookUntil(AtomicBoolean over) {
    Map<String, Long> before = new HashMap<>();
    int looks = 0;
    Eventually.until("the view is there", this::isThere);
    while (!over.get()) {
      Map<String, Long> now = rowsOfLatest();
      before.forEach(
          (account, sequence) -> {
            if (now.getOrDefault(account, 0L) < sequence) {
              throw new AssertionError(account + " went back from " + sequence + ": " + now);
            }
          });
      before = now;
      looks++;
    }
    return looks;
  }

  private boolean isThere() {
    try (var connection = pool.getConnection()) {
      return Catalogue.has(connection, LATEST);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void changesNothingWhenInterrupted() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    AtomicBoolean waits = new AtomicBoolean();
    Entries entries =
        new Entries(
            event -> {
              if (waits.get() && event.position() == 5) {
                reached.countDown();
                new CountDownLatch(1).await();
              }
            });
    for (int i = 0; i < 6; i++) {
      AccountEvent.deposit(store, "a", 1);
    }
    ProjectionRunner runner = runner(running(entries.in(pool).build()).batchSize(2));
    runner.catchUp();
    waits.set(true);
    entries.edition.set(2);
    CompletableFuture<ProjectionException> thrown = new CompletableFuture<>();
    Thread replaying =
        new Thread(
            () -> {
              try {
                runner.replay(Entries.NAME).run();
                thrown.completeExceptionally(new AssertionError("it came to its end"));
              } catch (ProjectionException e) {
                thrown.complete(e);
              }
            });
    replaying.start();
    reached.await();

    replaying.interrupt();

    assertThat(thrown.join()).hasMessageContaining("interrupted");
    assertThat(editions().values()).containsOnly(1L);
    waits.set(false);
    assertThat(runner.replay(Entries.NAME).run().applied()).isEqualTo(6);
  }

  @Test
  void leavesParkedEventsToThoseWhoRetryThem() {
    Entries entries =
        new Entries(
            event -> {
              if (event.position() == 3 && !mended.get()) {
                throw new IllegalStateException("poisoned");
              }
            });
    AccountEvent.deposit(store, POISON, 1);
    AccountEvent.deposit(store, "a", 1);
    AccountEvent.deposit(store, POISON, 1);
    AccountEvent.deposit(store, POISON, 1);
    ProjectionRunner runner =
        runner(
            running(entries.in(pool).build())
                .options(
                    ProjectionOptions.defaults()
                        .retries(1, Duration.ofMillis(1), Duration.ofMillis(1))
                        .parking()));
    runner.catchUp();
    mended.set(true);
    entries.edition.set(2);

    ReplayResult result = runner.replay(Entries.NAME).run();

    assertThat(result.applied()).isEqualTo(2);
    assertThat(result.parked()).isEqualTo(2);
    assertThat(editions()).isEqualTo(Map.of("1", 2L, "2", 2L));
    assertThat(runner.parked(Entries.NAME).list())
        .extracting(ParkedEvent::position)
        .containsExactly(3L, 4L);
    assertThat(runner.parked(Entries.NAME).retry()).isEmpty();
    assertThat(editions()).hasSize(4);
  }

  @Test
  void isOverBeforeTheNextBatchIsApplied() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean waits = new AtomicBoolean();
    Entries entries =
        new Entries(
            event -> {
              if (waits.get() && event.position() == 1) {
                reached.countDown();
                released.await();
              }
            });
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner live = runner(running(entries.in(pool).build())).start();
    live.await(Entries.NAME, 1, Eventually.SOON);
    waits.set(true);
    entries.edition.set(2);
    ProjectionRunner other = runner(running(entries.in(pool).build()));
    CompletableFuture<ReplayResult> replayed = Beside.start(() -> other.replay(Entries.NAME).run());
    reached.await();

    long position = AccountEvent.deposit(store, "a", 1);
    Eventually.until(
        "the next batch has begun", () -> live.status(Entries.NAME).lag().orElse(0) > 0);
    assertThat(editions()).isEqualTo(Map.of("1", 1L));
    released.countDown();

    assertThat(replayed.join().applied()).isEqualTo(1);
    live.await(Entries.NAME, position, Eventually.SOON);
    assertThat(editions()).isEqualTo(Map.of("1", 2L, "2", 2L));
  }
}

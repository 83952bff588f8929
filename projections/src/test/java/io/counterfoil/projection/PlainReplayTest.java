package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Replays into sinks that take part in no transaction. */
class PlainReplayTest {
  private static final String NAME = "amounts";

  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<Long> applied = new CopyOnWriteArrayList<>();

  private PlainProjectionBuilder amounts() {
    return Projection.named(NAME)
        .on(Deposited.class, (event, payload) -> applied.add(payload.amountCents()));
  }

  private ProjectionRunnerBuilder running(Projection projection) {
    return ProjectionRunner.on(store)
        .checkpoints(checkpoints)
        .options(
            ProjectionOptions.defaults()
                .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
                .batchSize(2)
                .parking())
        .run(projection);
  }

  private void append(long... cents) {
    for (long amount : cents) {
      AccountEvent.deposit(store, "a" + amount, amount);
    }
  }

  @Test
  void appliesChosenEventsAgainInBatches() {
    append(1, 2, 3, 4, 5);
    List<Integer> batches = new ArrayList<>();
    ProjectionRunner runner =
        running(amounts().onBatchEnd(batch -> batches.add(batch.events().size())).build()).build();
    runner.catchUp();
    applied.clear();
    batches.clear();
    append(6);

    ReplayResult result = runner.replay(NAME).positions(2, 100).run();

    assertThat(applied).containsExactly(2L, 3L, 4L, 5L);
    assertThat(batches).containsExactly(2, 2);
    assertThat(result.applied()).isEqualTo(4);
    assertThat(result.to()).isEqualTo(5);
    assertThat(checkpoints.find(CheckpointId.first(NAME, 1)).orElseThrow().position()).isEqualTo(5);
    runner.catchUp();
    assertThat(applied).endsWith(6L);
  }

  @Test
  void repeatsNoEffect() {
    List<Long> mails = new ArrayList<>();
    AccountEvent.append(store, "a", new Deposited(1), new Withdrawn(2));
    ProjectionRunner runner =
        running(
                amounts()
                    .effect(Withdrawn.class, (event, payload) -> mails.add(payload.amountCents()))
                    .build())
            .build();
    runner.catchUp();

    runner.replay(NAME).run();

    assertThat(applied).containsExactly(1L, 1L);
    assertThat(mails).containsExactly(2L);
  }

  @Test
  void countsWhatFailsAndGoesOn() {
    AtomicBoolean strict = new AtomicBoolean();
    append(1, 2, 3);
    ProjectionRunner runner =
        running(
                Projection.named(NAME)
                    .on(
                        Deposited.class,
                        (event, payload) -> {
                          if (strict.get() && payload.amountCents() == 2) {
                            throw new IllegalStateException("two");
                          }
                          applied.add(payload.amountCents());
                        })
                    .build())
            .build();
    runner.catchUp();
    applied.clear();
    strict.set(true);

    ReplayResult result = runner.replay(NAME).run();

    assertThat(result.applied()).isEqualTo(2);
    assertThat(result.failed()).isEqualTo(1);
    assertThat(result.errors().get(0).event().orElseThrow().position()).isEqualTo(2);
    assertThat(applied).contains(1L, 3L).doesNotContain(2L);
  }

  @Test
  void leavesParkedEventsAlone() {
    AtomicBoolean mended = new AtomicBoolean();
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    ProjectionRunner runner =
        running(
                Projection.named(NAME)
                    .on(
                        Deposited.class,
                        (event, payload) -> {
                          if (!mended.get() && payload.amountCents() == 2) {
                            throw new IllegalStateException("two");
                          }
                          applied.add(payload.amountCents());
                        })
                    .build())
            .build();
    runner.catchUp();
    mended.set(true);
    applied.clear();

    ReplayResult result = runner.replay(NAME).run();

    assertThat(applied).containsExactly(1L);
    assertThat(result.parked()).isEqualTo(2);
    assertThat(runner.parked(NAME).list()).hasSize(2);
  }

  @Test
  void onlyDecodesInADryRun() {
    append(1, 2);
    ProjectionRunner runner = running(amounts().build()).build();

    ReplayResult result = runner.replay(NAME).dryRun();

    assertThat(result.applied()).isEqualTo(2);
    assertThat(applied).isEmpty();
    assertThat(checkpoints.find(CheckpointId.first(NAME, 1))).isEmpty();
  }

  @Test
  void keepsItsOwnThreadWaiting() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    AtomicBoolean waits = new AtomicBoolean();
    Projection projection =
        Projection.named(NAME)
            .on(
                Deposited.class,
                (event, payload) -> {
                  if (waits.getAndSet(false)) {
                    reached.countDown();
                    released.await();
                  }
                  applied.add(payload.amountCents());
                })
            .build();
    append(1, 2);
    try (ProjectionRunner runner = running(projection).start()) {
      runner.await(NAME, 2, Eventually.SOON);
      applied.clear();
      waits.set(true);
      CompletableFuture<ReplayResult> replayed = Beside.start(() -> runner.replay(NAME).run());
      reached.await();
      append(3);
      released.countDown();

      assertThat(replayed.join().applied()).isEqualTo(2);
      runner.await(NAME, 3, Eventually.SOON);
      assertThat(applied).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void refusesWhatASinkCannotDo() {
    append(1);
    InMemoryProjection<Long> inMemory =
        InMemoryProjection.of(
            EventFold.named("count", 0L).on(Deposited.class, (n, e, p) -> n + 1).build());
    ProjectionRunner runner =
        running(amounts().build()).run(inMemory, how -> ProjectionOptions.defaults()).build();
    runner.catchUp();
    StreamId stream = new StreamId("account", "a1");

    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> runner.repair(NAME, stream))
        .withMessageContaining("replay(\"amounts\").stream(...).run()");
    assertThatExceptionOfType(ReplayRefused.class)
        .isThrownBy(() -> runner.replay("count").run())
        .withMessageContaining("rebuild()");
    assertThatExceptionOfType(ReplayRefused.class).isThrownBy(() -> runner.repair("count", stream));
    assertThat(runner.replay("count").dryRun().applied()).isEqualTo(1);
    assertThat(inMemory.state()).isEqualTo(1);
  }
}

package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How a runner is paused, goes step by step, and tells what it does. */
class RunnerControlTest {
  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<Long> applied = Collections.synchronizedList(new ArrayList<>());
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final AtomicBoolean broken = new AtomicBoolean();

  private PlainProjectionBuilder simple() {
    return Projection.named("simple")
        .on(
            Deposited.class,
            (event, payload) -> {
              if (broken.get() && event.stream().aggregateId().equals("bad")) {
                throw new IllegalStateException("broken");
              }
              applied.add(event.position());
            });
  }

  private ProjectionRunnerBuilder running(Projection projection) {
    return ProjectionRunner.on(store).checkpoints(checkpoints).run(projection);
  }

  @Test
  void appliesNothingWhileItIsPausedAndGoesOnWhenItIsResumed() throws Exception {
    try (ProjectionRunner runner = running(simple().build()).start()) {
      runner.await("simple", AccountEvent.deposit(store, "a", 1), Eventually.SOON);

      runner.pause("simple");
      long position = AccountEvent.deposit(store, "a", 2);

      assertThat(runner.status("simple").state()).isEqualTo(ProjectionState.PAUSED);
      assertThatExceptionOfType(ProjectionTimeout.class)
          .isThrownBy(() -> runner.await("simple", position, Duration.ofMillis(50)))
          .withMessageContaining("PAUSED");
      assertThat(applied).containsExactly(1L);
      runner.resume("simple");
      runner.await("simple", position, Eventually.SOON);
      assertThat(applied).containsExactly(1L, 2L);
    }
  }

  @Test
  void staysPausedOverAStopAndAStart() throws Exception {
    try (ProjectionRunner runner = running(simple().build()).build()) {
      runner.pause("simple");
      AccountEvent.deposit(store, "a", 1);
      runner.start();
      runner.stop(Eventually.SOON);
      runner.start();

      assertThat(applied).isEmpty();
      runner.resume("simple");
      runner.await("simple", 1, Eventually.SOON);
    }
  }

  @Test
  void takesOneBatchAtATimeWhenItIsToldTo() {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    ProjectionRunner runner = running(simple().build()).batchSize(2).build();

    boolean more = runner.runOnce();
    List<Long> first = List.copyOf(applied);
    boolean evenMore = runner.runOnce();

    assertThat(first).containsExactly(1L, 2L);
    assertThat(more).isTrue();
    assertThat(applied).containsExactly(1L, 2L, 3L);
    assertThat(evenMore).isFalse();
    assertThat(checkpoints.find(CheckpointId.first("simple", 1)).orElseThrow().position())
        .isEqualTo(3);
  }

  @Test
  void fitsBatchesToTheTimeThatTheyMayTake() {
    for (int i = 0; i < 40; i++) {
      AccountEvent.deposit(store, "a", i);
    }
    List<Integer> sizes = new ArrayList<>();
    Projection slow =
        Projection.named("slow")
            .on(
                Deposited.class,
                (event, payload) -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5)))
            .onBatchEnd(batch -> sizes.add(batch.events().size()))
            .build();

    running(slow)
        .options(ProjectionOptions.defaults().batchSize(16).batchTime(Duration.ofMillis(20)))
        .build()
        .catchUp();

    assertThat(sizes.get(0)).isEqualTo(16);
    assertThat(sizes.subList(1, sizes.size())).allMatch(size -> size < 8);
  }

  @Test
  void tellsAListenerWhatItDoes() {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    AccountEvent.deposit(store, "bad", 3);
    broken.set(true);
    ProjectionRunner runner =
        running(simple().build())
            .options(
                ProjectionOptions.defaults()
                    .batchSize(2)
                    .retries(2, Duration.ofNanos(1), Duration.ofNanos(1))
                    .parking())
            .listener(telling())
            .build();

    runner.catchUp();
    broken.set(false);
    runner.parked("simple").retry();

    assertThat(told)
        .containsExactly(
            "STOPPED to CATCHING_UP",
            "2 events from 0 to 2",
            "failed 1",
            "CATCHING_UP to RETRYING",
            "failed 2",
            "parked 3",
            "RETRYING to CATCHING_UP",
            "CATCHING_UP to STOPPED",
            "retried 3 true");
  }

  private ProjectionListener telling() {
    return new ProjectionListener() {
      @Override
      public void applied(AppliedBatch batch) {
        told.add(batch.events() + " events from " + batch.from() + " to " + batch.to());
      }

      @Override
      public void changed(String name, int version, ProjectionState before, ProjectionState now) {
        told.add(before + " to " + now);
      }

      @Override
      public void failed(String name, int version, ProjectionFailure failure) {
        told.add("failed " + failure.attempts());
      }

      @Override
      public void parked(String name, int version, ParkedEvent event) {
        told.add("parked " + event.position());
      }

      @Override
      public void retried(String name, int version, ParkedEvent event, boolean succeeded) {
        told.add("retried " + event.position() + " " + succeeded);
      }
    };
  }

  @Test
  void isNotHarmedByAListenerThatThrows() {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    ProjectionListener bad =
        new ProjectionListener() {
          @Override
          public void applied(AppliedBatch batch) {
            throw new IllegalStateException("the meter is full");
          }
        };

    running(simple().build()).batchSize(1).listener(bad).build().catchUp();

    assertThat(applied).containsExactly(1L, 2L);
  }

  @Test
  void isNotHarmedByAListenerThatLacksAClass() {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    ProjectionListener bad =
        new ProjectionListener() {
          @Override
          public void applied(AppliedBatch batch) {
            throw new NoClassDefFoundError("io/meters/Meter");
          }
        };
    ProjectionRunner runner = running(simple().build()).batchSize(1).listener(bad).build();

    runner.catchUp();

    assertThat(applied).containsExactly(1L, 2L);
    assertThat(runner.status("simple").failure()).isEmpty();
  }

  @Test
  void tellsWhereItStandsBeforeTheFirstBatchIsApplied() {
    InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    running(simple().build()).checkpoints(checkpoints).build().catchUp();
    AccountEvent.deposit(store, "a", 3);
    Projection failing =
        Projection.named("simple")
            .on(
                Deposited.class,
                (event, deposited) -> {
                  throw new IllegalStateException("no");
                })
            .build();
    ProjectionRunner runner = running(failing).checkpoints(checkpoints).build();

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(runner::catchUp)
        .withMessageContaining("stopped at position 2");
    assertThat(runner.status("simple").checkpoint()).isEqualTo(2);
  }

  @Test
  void saysWhyAReadMayHaveFailed() {
    ProjectionRunner runner = running(simple().build()).build(); // never started

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                runner.consistentRead(
                    "simple",
                    1,
                    Duration.ofMillis(1),
                    () -> {
                      throw new IllegalStateException("no such table");
                    }))
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOf(ProjectionException.class));
  }

  @Test
  void takesTheLongestTimeoutThatThereIs() throws Exception {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    try (ProjectionRunner runner = running(simple().build()).start()) {
      runner.await("simple", AccountEvent.deposit(store, "a", 1), forever);

      assertThat(runner.stop(forever)).isTrue();
    }
  }

  @Test
  void readsInAnyCaseAndSaysWhetherTheAnswerIsStale() throws Exception {
    try (ProjectionRunner runner = running(simple().build()).start()) {
      long position = AccountEvent.deposit(store, "a", 1);

      ConsistentRead<List<Long>> fresh =
          runner.consistentRead("simple", position, Eventually.SOON, () -> List.copyOf(applied));
      ConsistentRead<List<Long>> stale =
          runner.consistentRead(
              "simple", position + 1, Duration.ofMillis(1), () -> List.copyOf(applied));

      assertThat(fresh.value()).containsExactly(1L);
      assertThat(fresh.isStale()).isFalse();
      assertThat(stale.value()).containsExactly(1L);
      assertThat(stale.staleBecause().orElseThrow()).isInstanceOf(ProjectionTimeout.class);
    }
  }

  @Test
  void repeatsNoSideEffectWhenItIsRebuiltOrReplacedByAHigherVersion() throws Exception {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    List<String> mails = new ArrayList<>();
    ProjectionRunner first = running(mailing(mails, 1)).build();
    first.catchUp();

    first.rebuild("mails");
    AccountEvent.deposit(store, "a", 3);
    first.catchUp();
    ProjectionRunner second = running(mailing(mails, 2)).build();
    second.catchUp();
    AccountEvent.deposit(store, "a", 4);
    second.catchUp();

    assertThat(mails).containsExactly("v1 of 1", "v1 of 2", "v1 of 3", "v2 of 4");
  }

  private static Projection mailing(List<String> mails, int version) {
    return Projection.named("mails")
        .version(version)
        .effect(
            Deposited.class,
            (event, payload) -> mails.add("v" + version + " of " + payload.amountCents()))
        .onReset(() -> {})
        .build();
  }

  @Test
  void parksInASinkWithoutTransactionsToo() {
    broken.set(true);
    AccountEvent.deposit(store, "bad", 1);
    AccountEvent.deposit(store, "good", 2);
    AccountEvent.deposit(store, "bad", 3);
    ProjectionRunner runner =
        running(simple().build())
            .options(
                ProjectionOptions.defaults()
                    .retries(2, Duration.ofNanos(1), Duration.ofNanos(1))
                    .parking())
            .build();

    runner.catchUp();
    assertThat(applied).containsExactly(2L);
    broken.set(false);
    List<ParkedEvent> left = runner.parked("simple").retry(new StreamId("account", "bad"));
    AccountEvent.deposit(store, "bad", 4);
    runner.catchUp();

    assertThat(left).isEmpty();
    assertThat(applied).containsExactly(2L, 1L, 3L, 4L);
  }
}

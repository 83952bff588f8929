package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RunnerTest {
  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<Long> applied = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  private PlainProjectionBuilder gated() {
    return Projection.named("gated")
        .on(
            Deposited.class,
            (event, payload) -> {
              entered.countDown();
              gate.await();
              applied.add(event.position());
            });
  }

  private PlainProjectionBuilder simple() {
    return Projection.named("simple")
        .on(Deposited.class, (event, payload) -> applied.add(event.position()));
  }

  private ProjectionRunnerBuilder running(Projection projection) {
    return ProjectionRunner.on(store).checkpoints(checkpoints).run(projection);
  }

  @Test
  void drainsTheBatchItIsAtWhenItStops() throws Exception {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    ProjectionRunner runner = running(gated().build()).start();
    entered.await();

    boolean stopped = runner.stop(Duration.ofMillis(1));
    gate.countDown();
    boolean stoppedLater = runner.stop(Eventually.SOON);

    assertThat(stopped).isFalse();
    assertThat(stoppedLater).isTrue();
    assertThat(applied).containsExactly(1L, 2L);
    assertThat(checkpoints.find(CheckpointId.first("gated", 1)).orElseThrow().position())
        .isEqualTo(2);
    assertThat(runner.status("gated").state()).isEqualTo(ProjectionState.STOPPED);
    runner.close();
  }

  @Test
  void keepsAnInterruptOfWhoeverClosesIt() throws Exception {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = running(gated().build()).start();
    entered.await();
    gate.countDown();

    Thread.currentThread().interrupt();
    runner.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(applied).containsExactly(1L);
  }

  @Test
  void startsAgainWhereItStopped() throws Exception {
    ProjectionRunner runner = running(simple().build()).start();
    runner.await("simple", AccountEvent.deposit(store, "a", 1), Eventually.SOON);
    runner.stop(Eventually.SOON);
    long position = AccountEvent.deposit(store, "a", 2);
    runner.start();
    runner.await("simple", position, Eventually.SOON);
    runner.close();

    assertThat(applied).containsExactly(1L, 2L);
  }

  @Test
  void startsOneThreadHoweverOftenItIsStarted() throws Exception {
    AtomicInteger made = new AtomicInteger();
    ProjectionRunner runner =
        running(simple().build())
            .threads(
                task -> {
                  made.incrementAndGet();
                  return new Thread(task);
                })
            .start();

    runner.start().start();
    runner.await("simple", AccountEvent.deposit(store, "a", 1), Eventually.SOON);
    runner.close();

    assertThat(made).hasValue(1);
    assertThat(applied).containsExactly(1L);
  }

  @Test
  void doesNotStartOnceClosed() {
    ProjectionRunner runner = running(simple().build()).start();
    runner.close();
    runner.close();

    assertThatIllegalStateException().isThrownBy(runner::start);
  }

  @Test
  void catchesUpBesideItsOwnThread() throws Exception {
    ProjectionRunner runner = running(simple().build()).start();
    for (int i = 0; i < 100; i++) {
      AccountEvent.deposit(store, "a", 1);
      runner.catchUp();
      assertThat(applied).hasSize(i + 1);
    }
    runner.close();
  }

  @Test
  void tellsHowItStands() {
    ProjectionRunner runner = running(simple().version(3).build()).build();
    assertThat(runner.status())
        .singleElement()
        .satisfies(
            status -> {
              assertThat(status.state()).isEqualTo(ProjectionState.STOPPED);
              assertThat(status.heartbeat()).isEmpty();
            });
    AccountEvent.deposit(store, "a", 1);

    runner.start();
    Eventually.state(runner, "simple", ProjectionState.IDLE);

    assertThat(runner.status("simple").version()).isEqualTo(3);
    assertThat(runner.status("simple").lag()).hasValue(0);
    assertThat(runner.status("simple").heartbeat()).isPresent();
    runner.close();
  }

  @Test
  void showsARebuildAsSuchAndWhereItIs() throws Exception {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    ProjectionRunner runner =
        running(simple().onReset(applied::clear).build()).batchSize(1).start();
    runner.await("simple", 3, Eventually.SOON);
    List<String> seen = new ArrayList<>();

    runner.rebuild(
        "simple",
        at ->
            seen.add(
                at.position()
                    + "/"
                    + at.head()
                    + " "
                    + at.events()
                    + " "
                    + runner.status("simple").state()));

    assertThat(seen).containsExactly("1/3 1 REBUILDING", "2/3 2 REBUILDING", "3/3 3 REBUILDING");
    assertThat(applied).containsExactly(1L, 2L, 3L);
    runner.close();
  }

  @Test
  void endsARebuildWhenItIsStopped() throws Exception {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    ProjectionRunner runner =
        running(simple().onReset(applied::clear).build()).batchSize(1).start();
    runner.await("simple", 3, Eventually.SOON);
    CompletableFuture<Boolean> stopping = new CompletableFuture<>();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(
            () ->
                runner.rebuild("simple", at -> stopping.complete(runner.stop(Duration.ofNanos(1)))))
        .withMessageContaining("was stopped at position 1 of 3");
    runner.stop(Eventually.SOON);
    runner.start();
    runner.await("simple", 3, Eventually.SOON);

    assertThat(stopping).isCompletedWithValue(false);
    assertThat(applied).containsExactly(1L, 2L, 3L);
    runner.close();
  }

  @Test
  void endsARebuildThatNoLoopDrivesWhenItIsStopped() {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    ProjectionRunner runner =
        running(simple().onReset(applied::clear).build()).batchSize(1).build();
    runner.catchUp();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.rebuild("simple", at -> runner.stop(Eventually.SOON)))
        .withMessageContaining("was stopped at position 1 of 3");

    assertThat(applied).containsExactly(1L);
    runner.close();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isStartedAgainWhileARebuildIsStillOnItsWayOut() throws Exception {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    ProjectionRunner runner =
        running(simple().onReset(applied::clear).build()).batchSize(1).start();
    runner.await("simple", 3, Eventually.SOON);
    CompletableFuture<Thread> starting = new CompletableFuture<>();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(
            () ->
                runner.rebuild(
                    "simple",
                    at -> {
                      runner.stop(Duration.ofNanos(1));
                      Thread starts = new Thread(runner::start);
                      starts.start();
                      starting.complete(starts);
                      Eventually.until(
                          "it waits for the loop",
                          () -> starts.getState() == Thread.State.TIMED_WAITING);
                    }))
        .withMessageContaining("was stopped at position 1 of 3");

    starting.join().join();
    runner.await("simple", 3, Eventually.SOON);
    assertThat(applied).containsExactly(1L, 2L, 3L);
    runner.close();
  }

  @Test
  void isFencedByTheRunnerThatComesLater() throws Exception {
    ProjectionRunner first = running(simple().build()).start();
    Eventually.state(first, "simple", ProjectionState.IDLE);
    ProjectionRunner second = running(simple().build()).start();
    Eventually.state(second, "simple", ProjectionState.IDLE);

    long position = AccountEvent.deposit(store, "a", 1);
    second.await("simple", position, Eventually.SOON);
    Eventually.state(first, "simple", ProjectionState.FENCED);

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(() -> first.await("simple", position, Eventually.SOON))
        .withCauseInstanceOf(CheckpointFenced.class);
    first.close();
    second.close();
  }

  @Test
  void isNotBuiltFromPartsThatDoNotFit() {
    assertThatIllegalStateException().isThrownBy(() -> ProjectionRunner.on(store).build());
    assertThatIllegalStateException()
        .isThrownBy(() -> ProjectionRunner.on(store).run(simple().build()).build())
        .withMessageContaining("checkpoints(...)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> running(simple().build()).run(simple().build()));
    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(
            () ->
                ProjectionRunner.on(InMemoryEventStore.of(EventTypes.of(AccountEvent.Noted.class)))
                    .checkpoints(checkpoints)
                    .run(simple().build())
                    .build())
        .withCauseInstanceOf(UnknownEventType.class)
        .withMessageMatching("the projection '\\w+' handles the event .*AccountEvent.*")
        .withMessageContaining("create the store with EventTypes.of(Deposited.class, ...)");
  }

  @Test
  void isNotBuiltFromValuesOutOfRange() {
    ProjectionRunnerBuilder builder = ProjectionRunner.on(store);
    Duration second = Duration.ofSeconds(1);
    assertThatIllegalArgumentException().isThrownBy(() -> builder.batchSize(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.polling(second, Duration.ofMillis(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.polling(Duration.ZERO, second));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.retries(0, second, second));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.retries(1, second, Duration.ofDays(2)));
  }

  @Test
  void refusesProjectionsThatAreNotWhole() {
    for (String name : new String[] {"", "1st", "a-b", "a b", "x".repeat(52), "a;b"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> Projection.named(name));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> Projection.named("a").version(0));
    assertThatIllegalStateException().isThrownBy(() -> Projection.named("a").build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> simple().on(AccountEvent.class, (event, payload) -> {}));
  }
}

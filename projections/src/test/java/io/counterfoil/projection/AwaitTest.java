package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AwaitTest {
  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final AtomicLong total = new AtomicLong();
  private final CountDownLatch gate = new CountDownLatch(1);
  private final ProjectionRunner runner =
      ProjectionRunner.on(store)
          .checkpoints(new InMemoryCheckpointStore())
          // so slow that only a wake-up can be behind what is seen in time
          .polling(Duration.ofHours(1), Duration.ofHours(1))
          .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
          .run(
              Projection.named("total")
                  .on(Deposited.class, (event, payload) -> add(payload.amountCents()))
                  .build())
          .build();

  private void add(long amount) throws InterruptedException {
    if (amount < 0) {
      gate.await();
    }
    if (amount == 0) {
      throw new IllegalStateException("nothing was paid");
    }
    total.addAndGet(amount);
  }

  @AfterEach
  void close() {
    gate.countDown();
    runner.close();
  }

  @Test
  void returnsWhenTheOwnWriteCanBeRead() throws Exception {
    runner.start();
    Eventually.state(runner, "total", ProjectionState.IDLE);
    for (int i = 1; i <= 200; i++) {
      runner.await("total", AccountEvent.deposit(store, "a", 1), Eventually.SOON);
      assertThat(total).hasValue(i);
    }
  }

  @Test
  void returnsForAnEventThatTheProjectionDoesNotHandle() throws Exception {
    runner.start();
    long position = AccountEvent.append(store, "a", new Noted("unheard of"));

    runner.await("total", position, Eventually.SOON);

    assertThat(runner.status("total").checkpoint()).isEqualTo(position);
  }

  @Test
  void returnsAtOnceForPositionZero() throws Exception {
    runner.await("total", 0, Duration.ZERO);

    assertThat(runner.status("total").checkpoint()).isZero();
  }

  @Test
  void sendsAwayAtOnceWhereNobodyIsAtWork() throws Exception {
    long position = AccountEvent.deposit(store, "a", 1);
    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.await("total", position, Duration.ofDays(1)))
        .withMessageContaining("'total' does not run")
        .withMessageContaining("call start()");
    runner.start();
    runner.await("total", position, Eventually.SOON);
    runner.stop(Eventually.SOON);

    runner.await("total", position, Duration.ofDays(1)); // known to be there
    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.await("total", position + 1, Duration.ofDays(1)))
        .withMessageContaining("call start()");

    runner.start();
    long next = AccountEvent.deposit(store, "a", 1);
    runner.await("total", next, Eventually.SOON);
    runner.close();
    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner.await("total", next + 1, Duration.ofDays(1)))
        .withMessageContaining("closed");
  }

  @Test
  void isSentAwayWhenTheRunnerStopsMeanwhile() {
    runner.start();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting = awaiting(1_000, outcome);
    Eventually.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);

    runner.stop(Eventually.SOON);

    assertThat(outcome.join())
        .isExactlyInstanceOf(ProjectionException.class)
        .hasMessageContaining("stopped");
  }

  @Test
  void countsACallerThatCatchesUpAsAtWork() throws Exception {
    long position = AccountEvent.deposit(store, "a", -1);
    Thread catchingUp = new Thread(runner::catchUp);
    catchingUp.start();
    Eventually.state(runner, "total", ProjectionState.CATCHING_UP);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting = awaiting(position, outcome);
    Eventually.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);

    gate.countDown();

    waiting.join();
    catchingUp.join();
    assertThat(outcome).isNotDone();
    assertThat(runner.status("total").checkpoint()).isEqualTo(position);
  }

  @Test
  void isNeverSentAwayBehindAStartThatACallerCatchesUpBeside() throws Exception {
    for (int i = 0; i < 200; i++) {
      Thread catchingUp = new Thread(runner::catchUp);
      catchingUp.start();
      runner.start();
      long position = AccountEvent.deposit(store, "a", 1);
      runner.await("total", position, Eventually.SOON);
      catchingUp.join();
      runner.await("total", AccountEvent.deposit(store, "a", 1), Eventually.SOON);
      runner.stop(Eventually.SOON);
    }
    assertThat(total).hasValue(400);
  }

  private Thread awaiting(long position, CompletableFuture<Throwable> outcome) {
    Thread waiting =
        new Thread(
            () -> {
              try {
                runner.await("total", position, Duration.ofDays(1));
              } catch (ProjectionException | InterruptedException e) {
                outcome.complete(e);
              }
            });
    waiting.start();
    return waiting;
  }

  @Test
  void saysHowFarItCameWhenTheTimeIsOver() throws Exception {
    runner.start();
    long reached = AccountEvent.deposit(store, "a", 1);
    runner.await("total", reached, Eventually.SOON);
    long held = AccountEvent.deposit(store, "a", -1);

    assertThatExceptionOfType(ProjectionTimeout.class)
        .isThrownBy(() -> runner.await("total", held, Duration.ofMillis(5)))
        .satisfies(
            timeout -> {
              assertThat(timeout.projection()).isEqualTo("total");
              assertThat(timeout.checkpoint()).isEqualTo(reached);
              assertThat(timeout.wanted()).isEqualTo(held);
              assertThat(timeout.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(5));
            });
  }

  @Test
  void throwsAtOnceWhenTheProjectionHasFailed() {
    runner.start();
    long position = AccountEvent.deposit(store, "a", 0);
    Eventually.state(runner, "total", ProjectionState.FAILED);

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(() -> runner.await("total", position, Duration.ofDays(1)))
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void throwsWhenTheProjectionFailsMeanwhile() {
    runner.start();
    AccountEvent.deposit(store, "a", -1);
    long position = AccountEvent.deposit(store, "a", 0);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                runner.await("total", position, Duration.ofDays(1));
                outcome.complete(new AssertionError("it returned"));
              } catch (ProjectionException | InterruptedException e) {
                outcome.complete(e);
              }
            });
    waiting.start();
    Eventually.until("it waits", () -> waiting.getState() == Thread.State.TIMED_WAITING);
    gate.countDown();

    assertThat(outcome.join()).isInstanceOf(ProjectionStopped.class);
  }

  @Test
  void refusesANameThatNobodyHas() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> runner.await("totals", 1, Duration.ZERO))
        .withMessage("no projection is named 'totals'; there are [total]");
  }
}

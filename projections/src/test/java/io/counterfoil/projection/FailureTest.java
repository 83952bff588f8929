package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.store.EventStore;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static final long POISON = 13;

  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<Long> applied = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicBoolean mended = new AtomicBoolean();
  private final List<ProjectionRunner> runners = new ArrayList<>();

  @AfterEach
  void close() {
    runners.forEach(ProjectionRunner::close);
  }

  private Projection picky() {
    return Projection.named("picky")
        .on(
            Deposited.class,
            (event, payload) -> {
              if (payload.amountCents() == POISON && !mended.get()) {
                tries.incrementAndGet();
                throw new IllegalStateException("poisoned");
              }
              applied.add(event.position());
            })
        .build();
  }

  private ProjectionRunner runner(Projection... projections) {
    ProjectionRunnerBuilder builder =
        ProjectionRunner.on(store)
            .checkpoints(checkpoints)
            .retries(3, Duration.ofNanos(1), Duration.ofMillis(1));
    List.of(projections).forEach(builder::run);
    ProjectionRunner runner = builder.build();
    runners.add(runner);
    return runner;
  }

  @Test
  void stopsRightBeforeThePoisonedEventOfABatch() {
    for (long amount : new long[] {1, 2, POISON, 4}) {
      AccountEvent.deposit(store, "a", amount);
    }
    ProjectionRunner runner = runner(picky()).start();

    Eventually.state(runner, "picky", ProjectionState.FAILED);

    ProjectionStatus status = runner.status("picky");
    assertThat(status.checkpoint()).isEqualTo(2);
    assertThat(status.lag()).hasValue(2);
    assertThat(status.failure().orElseThrow().event().orElseThrow().position()).isEqualTo(3);
    assertThat(status.failure().orElseThrow().attempts()).isEqualTo(3);
    assertThat(status.failure().orElseThrow().cause()).hasMessage("poisoned");
    assertThat(status.failure().toString())
        .contains("Deposited[account/a #3 @3]", "IllegalStateException")
        .doesNotContain("poisoned");
    assertThat(tries).hasValue(4); // once in the batch, three times alone
    assertThat(applied).contains(1L, 2L).doesNotContain(4L);
    assertThat(checkpoints.find(CheckpointId.first("picky", 1)).orElseThrow().position())
        .isEqualTo(2);
  }

  @Test
  void goesOnFromTheCheckpointWhenStartedAgain() throws Exception {
    AccountEvent.deposit(store, "a", POISON);
    long last = AccountEvent.deposit(store, "a", 2);
    ProjectionRunner runner = runner(picky()).start();
    Eventually.state(runner, "picky", ProjectionState.FAILED);
    mended.set(true);

    runner.start();
    runner.await("picky", last, Eventually.SOON);

    assertThat(applied).containsExactly(1L, 2L);
    assertThat(runner.status("picky").failure()).isEmpty();
  }

  @Test
  void triesAgainBeforeItStops() throws Exception {
    AtomicInteger failures = new AtomicInteger(2);
    Projection shaky =
        Projection.named("shaky")
            .on(
                Deposited.class,
                (event, payload) -> {
                  if (failures.getAndDecrement() > 0) {
                    throw new IOException("not now");
                  }
                  applied.add(event.position());
                })
            .build();
    long position = AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(shaky).start();

    runner.await("shaky", position, Eventually.SOON);

    assertThat(applied).containsExactly(1L);
  }

  @Test
  void leavesOtherProjectionsAlone() throws Exception {
    AccountEvent.deposit(store, "a", POISON);
    List<Long> others = Collections.synchronizedList(new ArrayList<>());
    Projection healthy =
        Projection.named("healthy")
            .on(Deposited.class, (event, payload) -> others.add(event.position()))
            .build();
    ProjectionRunner runner = runner(picky(), healthy).start();
    Eventually.state(runner, "picky", ProjectionState.FAILED);

    runner.await("healthy", AccountEvent.deposit(store, "a", 2), Eventually.SOON);

    assertThat(others).containsExactly(1L, 2L);
    assertThat(runner.status("picky").state()).isEqualTo(ProjectionState.FAILED);
  }

  @Test
  void survivesAnErrorOfAHandler() {
    Projection broken =
        Projection.named("broken")
            .on(
                Deposited.class,
                (event, payload) -> {
                  throw new NoClassDefFoundError("gone");
                })
            .build();
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(broken).start();

    Eventually.state(runner, "broken", ProjectionState.FAILED);

    assertThat(runner.status("broken").failure().orElseThrow().cause())
        .isInstanceOf(NoClassDefFoundError.class);
  }

  @Test
  void waitsForADatabaseThatIsAwayAsLongAsItTakes() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    Projection remote =
        Projection.named("remote")
            .on(
                Deposited.class,
                (event, payload) -> {
                  if (away.get()) {
                    tries.incrementAndGet();
                    throw new IllegalStateException(new SQLException("gone", "08006"));
                  }
                  applied.add(event.position());
                })
            .build();
    long position = AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(remote).start();
    Eventually.until("it has tried often", () -> tries.get() > 20);
    assertThat(runner.status("remote").state()).isEqualTo(ProjectionState.RETRYING);
    assertThat(runner.status("remote").failure()).isPresent();
    away.set(false);

    runner.await("remote", position, Eventually.SOON);

    assertThat(applied).containsExactly(1L);
    assertThat(runner.status("remote").failure()).isEmpty();
    ProjectionRecovery recovery = runner.status("remote").recovery().orElseThrow();
    assertThat(recovery.failure().attempts()).isGreaterThanOrEqualTo(20);
    assertThat(recovery.checkpoint()).isEqualTo(position);
    assertThat(recovery.toString()).startsWith("went on at position 1 ").doesNotContain("gone");
  }

  @Test
  void doesNotWaitForThatDatabaseWithoutEndOnTheCallersThread() {
    Projection remote =
        Projection.named("remote")
            .on(
                Deposited.class,
                (event, payload) -> {
                  throw new SQLException("gone", "08006");
                })
            .build();
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(remote);

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(runner::catchUp)
        .withCauseInstanceOf(SQLException.class);
  }

  @Test
  void isThrownOnTheCallersThreadAndMendedThere() {
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(POISON));
    ProjectionRunner runner = runner(picky());
    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(runner::catchUp)
        .satisfies(stopped -> assertThat(stopped.projection()).isEqualTo("picky"));
    mended.set(true);

    runner.catchUp();

    assertThat(runner.status("picky").checkpoint()).isEqualTo(2);
  }
}

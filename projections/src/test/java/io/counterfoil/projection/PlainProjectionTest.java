package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.EventStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProjectionTest {
  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final InMemoryCheckpointStore checkpoints = new InMemoryCheckpointStore();
  private final List<Long> applied = new ArrayList<>();

  private PlainProjectionBuilder amounts() {
    return Projection.named("amounts")
        .on(Deposited.class, (event, payload) -> applied.add(payload.amountCents()));
  }

  private ProjectionRunnerBuilder running(Projection projection) {
    return ProjectionRunner.on(store)
        .checkpoints(checkpoints)
        .retries(3, Duration.ofNanos(1), Duration.ofNanos(1))
        .run(projection);
  }

  private long checkpoint() {
    return checkpoints.find(CheckpointId.first("amounts", 1)).orElseThrow().position();
  }

  @Test
  void appliesTheEventsItAskedForInOrder() {
    AccountEvent.append(store, "a", new Deposited(1), new Noted("?"), new Withdrawn(9));
    AccountEvent.append(store, "b", new Deposited(2));
    ProjectionRunner runner = running(amounts().build()).build();

    runner.catchUp();

    assertThat(applied).containsExactly(1L, 2L);
    assertThat(checkpoint()).isEqualTo(4);
  }

  @Test
  void handlesAWholeFamilyWithOneHandler() {
    List<String> types = new ArrayList<>();
    AccountEvent.append(store, "a", new Deposited(1), new Noted("?"), new Withdrawn(9));

    running(
            Projection.named("amounts")
                .on(AccountEvent.class, (event, payload) -> types.add(event.type()))
                .build())
        .build()
        .catchUp();

    assertThat(types).containsExactly("Deposited", "Noted", "Withdrawn");
  }

  @Test
  void goesOnFromItsCheckpointInAnotherRunner() {
    AccountEvent.deposit(store, "a", 1);
    running(amounts().build()).build().catchUp();
    AccountEvent.deposit(store, "a", 2);

    running(amounts().build()).build().catchUp();

    assertThat(applied).containsExactly(1L, 2L);
  }

  @Test
  void appliesABatchAgainAfterACrashBeforeTheCheckpoint() {
    // given a process that dies after the sink was written and before the checkpoint moved
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2));
    CheckpointStore dying =
        new ForwardingCheckpoints(checkpoints) {
          @Override
          public Checkpoint advance(Checkpoint held, long to, List<ParkedEvent> parked) {
            throw new IllegalStateException("the process dies here");
          }
        };
    ProjectionRunner first =
        ProjectionRunner.on(store)
            .checkpoints(dying)
            .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
            .run(amounts().build())
            .build();
    assertThatExceptionOfType(ProjectionStopped.class).isThrownBy(first::catchUp);
    int before = applied.size();

    // when the next process takes over
    running(amounts().build()).build().catchUp();

    // then the events come once more: at least once, not exactly once
    assertThat(before).isPositive();
    assertThat(applied.subList(before, applied.size())).containsExactly(1L, 2L);
    assertThat(checkpoint()).isEqualTo(2);
  }

  @Test
  void collectsABatchBetweenItsHooks() {
    List<List<Long>> sent = new ArrayList<>();
    AccountEvent.append(store, "a", new Deposited(1), new Deposited(2), new Deposited(3));
    Projection projection =
        amounts()
            .onBatchStart(batch -> applied.clear())
            .onBatchEnd(batch -> sent.add(List.copyOf(applied)))
            .build();

    running(projection).batchSize(2).build().catchUp();

    assertThat(sent).containsExactly(List.of(1L, 2L), List.of(3L));
  }

  @Test
  void doesNotMoveItsCheckpointWhenTheEndOfABatchFails() {
    AccountEvent.deposit(store, "a", 1);
    Projection projection =
        amounts()
            .onBatchEnd(
                batch -> {
                  throw new IOException("sink is full");
                })
            .build();
    ProjectionRunner runner = running(projection).build();

    assertThatExceptionOfType(ProjectionStopped.class)
        .isThrownBy(runner::catchUp)
        .withCauseInstanceOf(IOException.class);
    assertThat(checkpoint()).isZero();
  }

  @Test
  void movesItsCheckpointOverEventsThatItDoesNotWant() {
    AccountEvent.append(store, "a", new Noted("1"), new Noted("2"));
    ProjectionRunner runner = running(amounts().build()).build();

    runner.catchUp();

    assertThat(runner.status("amounts").checkpoint()).isEqualTo(2);
    assertThat(checkpoint()).isEqualTo(2);
  }

  @Test
  void isRebuiltFromZeroIfItCanBeEmptied() {
    AccountEvent.append(store, "a", new Deposited(1), new Noted("?"), new Deposited(2));
    ProjectionRunner runner = running(amounts().onReset(applied::clear).build()).build();
    runner.catchUp();

    long events = runner.rebuild("amounts");

    assertThat(events).isEqualTo(2);
    assertThat(applied).containsExactly(1L, 2L);
    assertThat(checkpoint()).isEqualTo(3);
  }

  @Test
  void isNotRebuiltIfNothingEmptiesIt() {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = running(amounts().build()).build();
    runner.catchUp();

    assertThatIllegalStateException()
        .isThrownBy(() -> runner.rebuild("amounts"))
        .withMessageContaining("onReset");
    assertThat(applied).containsExactly(1L);
    assertThat(checkpoint()).isEqualTo(1);
  }
}

package io.counterfoil.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.DuplicateHandler;
import io.counterfoil.Event;
import io.counterfoil.contract.FaultySnapshots;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandBusBuilderTest {

  sealed interface LampEvent extends Event {
    record LampLit() implements LampEvent {}
  }

  sealed interface FanEvent extends Event {
    record FanStarted() implements FanEvent {}
  }

  interface Command {}

  record Light() implements Command {}

  private static final EventStore STORE = new UntouchedStore(LampEvent.class);

  private static Aggregate<Command, String, LampEvent> lamp(String type) {
    return Aggregate.named(type, LampEvent.class, "dark")
        .on(LampEvent.LampLit.class, (state, event) -> "lit")
        .identifiedBy(Command.class, command -> "the lamp")
        .handle(Light.class, (light, state) -> List.of(new LampEvent.LampLit()))
        .build();
  }

  @Test
  void refusesABusWithoutAggregates() {
    assertThatThrownBy(() -> CommandBus.on(STORE).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("aggregates(...)");
  }

  @Test
  void refusesAnAggregateWhoseEventsTheStoreDoesNotKnow() {
    Aggregate<Command, String, FanEvent> fan =
        Aggregate.named("fan", FanEvent.class, "still")
            .on(FanEvent.FanStarted.class, (state, event) -> "turning")
            .identifiedBy(Command.class, command -> "the fan")
            .handle(Light.class, (light, state) -> List.of())
            .build();

    assertThatThrownBy(() -> CommandBus.on(STORE).aggregates(fan).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("FanStarted")
        .hasMessageContaining("'fan'")
        .hasMessageContaining("EventTypes.of(FanEvent.class)");
  }

  @Test
  void refusesTwoAggregatesOfOneType() {
    assertThatThrownBy(() -> CommandBus.on(STORE).aggregates(lamp("lamp"), lamp("lamp")).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'lamp'");
  }

  @Test
  void refusesTwoAggregatesWhoseCommandsCannotBeToldApart() {
    assertThatThrownBy(() -> CommandBus.on(STORE).aggregates(lamp("lamp"), lamp("torch")).build())
        .hasMessageContaining("Command")
        .isInstanceOfSatisfying(
            DuplicateHandler.class,
            duplicate -> {
              assertThat(duplicate.commandType()).isEqualTo(Command.class);
              assertThat(duplicate.aggregateTypes()).containsExactly("lamp", "torch");
            });
  }

  @Test
  void refusesSnapshotsOfAStateThatCannotBeWritten() {
    Aggregate<Command, Thread, LampEvent> odd =
        Aggregate.named("odd", LampEvent.class, Thread.currentThread())
            .on(LampEvent.LampLit.class, (state, event) -> state)
            .identifiedBy(Command.class, command -> "it")
            .handle(Light.class, (light, state) -> List.of())
            .build();

    assertThat(CommandBus.on(STORE).aggregates(odd).build()).isNotNull();
    assertThatThrownBy(
            () ->
                CommandBus.on(STORE)
                    .aggregates(odd)
                    .snapshots(FaultySnapshots.broken(), SnapshotPolicy.every(1))
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'odd'")
        .hasMessageContaining("Thread");
  }

  @Test
  void refusesNumbersOutOfRange() {
    assertThatThrownBy(() -> CommandBus.on(STORE).attempts(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 times");
    assertThatThrownBy(() -> CommandBus.on(STORE).stateCache(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> CommandBus.on(STORE).asyncLimit(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
    assertThatThrownBy(() -> SnapshotPolicy.every(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesABackOffThatIsNone() {
    Duration second = Duration.ofSeconds(1);
    Duration day = Duration.ofDays(1);

    assertThatThrownBy(() -> CommandBus.on(STORE).backOff(second.negated(), second))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("begin with PT-1S and to end with PT1S");
    assertThatThrownBy(() -> CommandBus.on(STORE).backOff(second, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CommandBus.on(STORE).backOff(second, day))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most PT1M");
  }

  @Test
  void doublesTheBoundOfTheBackOffUntilItsLongest() {
    BackOff backOff = BackOff.of(Duration.ofNanos(100), Duration.ofNanos(1_000));

    assertThat(backOff.mostBefore(2)).isEqualTo(100);
    assertThat(backOff.mostBefore(3)).isEqualTo(200);
    assertThat(backOff.mostBefore(5)).isEqualTo(800);
    assertThat(backOff.mostBefore(6)).isEqualTo(1_000);
    assertThat(backOff.mostBefore(Integer.MAX_VALUE)).isEqualTo(1_000);
    assertThat(BackOff.of(Duration.ZERO, Duration.ZERO).mostBefore(9)).isZero();
    assertThat(BackOff.of(Duration.ZERO, Duration.ofMinutes(1)).mostBefore(99)).isZero();
  }
}

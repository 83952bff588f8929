package io.counterfoil.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.testing.AggregateFixtureTest.JarCommand.Add;
import io.counterfoil.testing.AggregateFixtureTest.JarCommand.Look;
import io.counterfoil.testing.AggregateFixtureTest.JarCommand.Remove;
import io.counterfoil.testing.AggregateFixtureTest.JarEvent.Added;
import io.counterfoil.testing.AggregateFixtureTest.JarEvent.Removed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AggregateFixtureTest {

  sealed interface JarEvent extends Event {
    record Added(int marbles) implements JarEvent {}

    record Removed(int marbles, Instant at) implements JarEvent {}
  }

  sealed interface JarCommand {
    record Add(int marbles) implements JarCommand {}

    record Remove(int marbles) implements JarCommand {}

    record Look() implements JarCommand {}
  }

  static final class TooFew extends CommandRejected {
    private static final long serialVersionUID = 1L;

    TooFew(int there) {
      super("too-few", "only " + there, Map.of("there", there));
    }
  }

  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");

  private static final Aggregate<JarCommand, Integer, JarEvent> JAR =
      Aggregate.named("jar", JarEvent.class, 0)
          .on(Added.class, (marbles, event) -> marbles + event.marbles())
          .on(Removed.class, (marbles, event) -> marbles - event.marbles())
          .identifiedBy(JarCommand.class, command -> "the jar")
          .handle(Add.class, (add, marbles) -> List.of(new Added(add.marbles())))
          .handle(
              Remove.class,
              (remove, marbles, context) -> {
                if (marbles < remove.marbles()) {
                  throw new TooFew(marbles);
                }
                return List.of(new Removed(remove.marbles(), context.now()));
              })
          .handle(Look.class, (look, marbles) -> List.of())
          .build();

  @Test
  void acceptsWhatIsSo() {
    AggregateFixture<JarCommand, Integer, JarEvent> three =
        AggregateFixture.of(JAR).given(new Added(1)).given(List.of(new Added(2)));

    three.when(new Add(4)).then(new Added(4)).thenState(7);
    three.at(NOON).when(new Remove(2)).then(new Removed(2, NOON)).thenState(1);
    three
        .when(new Look())
        .thenNothing()
        .thenStateSatisfies(state -> assertThat(state).isEqualTo(3));
    three
        .when(new Remove(5))
        .thenRejected(TooFew.class)
        .thenRejected("too-few")
        .thenRejected("too-few", Map.of("there", 3))
        .thenState(3);
  }

  @Test
  void writesAndReadsEventsAsTheEventTypesSay() {
    AtomicInteger written = new AtomicInteger();
    EventTypes types =
        EventTypes.of(new Counting(JsonCodec.create(), written), List.of(JarEvent.class));

    AggregateFixture.of(JAR, types).given(new Added(1)).when(new Add(4)).then(new Added(4));

    assertThat(written.get()).isPositive();
  }

  private record Counting(EventCodec codec, AtomicInteger written) implements EventCodec {
    @Override
    public String encode(Object value) {
      if (value instanceof JarEvent) {
        written.incrementAndGet();
      }
      return codec.encode(value);
    }

    @Override
    public <T> T decode(String text, Class<T> type) {
      return codec.decode(text, type);
    }

    @Override
    public void check(Class<?> type) {
      codec.check(type);
    }
  }

  @Test
  void showsBothSidesWhenOtherEventsHappened() {
    Decision<JarCommand, Integer, JarEvent> decision = AggregateFixture.of(JAR).when(new Add(4));

    assertThatThrownBy(() -> decision.then(new Added(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Added[marbles=4]")
        .hasMessageContaining("marbles: expected 5 but was 4");
    assertThatThrownBy(() -> decision.then(new Added(4), new Added(4)))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(decision::thenNothing).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> decision.thenRejected(TooFew.class))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> decision.thenState(5)).isInstanceOf(AssertionError.class);
  }

  @Test
  void showsTheRejectionWhenEventsWereExpected() {
    Decision<JarCommand, Integer, JarEvent> decision = AggregateFixture.of(JAR).when(new Remove(1));

    assertThatThrownBy(() -> decision.then(new Removed(1, NOON)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("too-few")
        .hasMessageContaining("{there=0}");
    assertThatThrownBy(decision::thenNothing).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> decision.thenRejected("too-many")).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> decision.thenRejected("too-few", Map.of("there", 1)))
        .isInstanceOf(AssertionError.class);
  }

  sealed interface LossyEvent extends Event {
    /** Loses its fraction when it is made, so that what is read back differs. */
    record Rounded(double weight) implements LossyEvent {
      public Rounded {
        weight = weight / 2;
      }
    }
  }

  @Test
  void noticesAnEventThatDoesNotSurviveBeingStored() {
    Aggregate<Look, Integer, LossyEvent> lossy =
        Aggregate.named("lossy", LossyEvent.class, 0)
            .on(LossyEvent.Rounded.class, (state, event) -> state)
            .identifiedBy(Look.class, command -> "it")
            .handle(Look.class, (look, state) -> List.of(new LossyEvent.Rounded(3)))
            .build();

    assertThatThrownBy(() -> AggregateFixture.of(lossy).when(new Look()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("does not survive");
  }

  sealed interface ScanEvent extends Event {
    @SuppressWarnings("ArrayRecordComponent") // that is the flaw
    record Scanned(byte[] image) implements ScanEvent {}
  }

  @Test
  void saysThatAnEventWithAnArrayCannotBeCompared() {
    Aggregate<Look, Integer, ScanEvent> scans =
        Aggregate.named("scan", ScanEvent.class, 0)
            .on(ScanEvent.Scanned.class, (state, event) -> state)
            .identifiedBy(Look.class, command -> "it")
            .handle(Look.class, (look, state) -> List.of(new ScanEvent.Scanned(new byte[] {1})))
            .build();
    AggregateFixture<Look, Integer, ScanEvent> given =
        AggregateFixture.of(scans).given(new ScanEvent.Scanned(new byte[] {1}));

    for (AggregateFixture<Look, Integer, ScanEvent> fixture :
        List.of(AggregateFixture.of(scans), given)) {
      assertThatThrownBy(() -> fixture.when(new Look()))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("cannot be compared")
          .hasMessageContaining("java.util.Arrays");
    }
  }

  @Test
  void noticesAHandlerThatChangesTheState() {
    Aggregate<Look, List<Integer>, JarEvent> careless =
        Aggregate.<List<Integer>, JarEvent>named("jar", JarEvent.class, List.of())
            .on(Added.class, (state, event) -> new ArrayList<>(List.of(event.marbles())))
            .on(Removed.class, (state, event) -> state)
            .identifiedBy(Look.class, command -> "it")
            .handle(
                Look.class,
                (look, state) -> {
                  state.add(99);
                  return List.of();
                })
            .build();

    assertThatThrownBy(() -> AggregateFixture.of(careless).given(new Added(1)).when(new Look()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("changed the state");
  }

  record Names(List<String> names) {}

  private static Aggregate<Look, Names, JarEvent> jarOfNames(boolean foldChanges) {
    return Aggregate.named("jar", JarEvent.class, new Names(new ArrayList<>()))
        .on(
            Added.class,
            (state, event) -> {
              if (foldChanges) {
                state.names().add("x");
              }
              return state;
            })
        .on(Removed.class, (state, event) -> state)
        .identifiedBy(Look.class, command -> "it")
        .handle(
            Look.class,
            (look, state) -> {
              state.names().add("y");
              return List.of(new Added(1));
            })
        .build();
  }

  @Test
  void noticesAHandlerThatChangesTheInitialStateInPlace() {
    assertThatThrownBy(() -> AggregateFixture.of(jarOfNames(false)).when(new Look()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("handler for Look")
        .hasMessageContaining("changed the state");
  }

  @Test
  void noticesAFoldThatChangesTheStateInPlace() {
    AggregateFixture<Look, Names, JarEvent> fixture = AggregateFixture.of(jarOfNames(true));

    assertThatThrownBy(() -> fixture.given(new Added(1)).when(new Look()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("fold of Added")
        .hasMessageContaining("changed the state");
  }

  @Test
  void noticesAHandlerThatDecidesDifferentlyTheSecondTime() {
    AtomicInteger calls = new AtomicInteger();
    Aggregate<Look, Integer, JarEvent> moody =
        Aggregate.named("jar", JarEvent.class, 0)
            .on(Added.class, (state, event) -> state)
            .on(Removed.class, (state, event) -> state)
            .identifiedBy(Look.class, command -> "it")
            .handle(Look.class, (look, state) -> List.of(new Added(calls.incrementAndGet())))
            .build();

    assertThatThrownBy(() -> AggregateFixture.of(moody).when(new Look()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("not pure");
  }
}

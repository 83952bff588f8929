package io.counterfoil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AggregateBuilderTest {
  private static final CommandContext CONTEXT =
      new CommandContext("a1", 0, Metadata.at(Instant.EPOCH), Optional.empty());

  sealed interface Counted extends Event {}

  record Up(long by) implements Counted {}

  record Down(long by) implements Counted {}

  sealed interface Count {
    String id();
  }

  record CountUp(String id, long by) implements Count {}

  record CountDown(String id, long by) implements Count {}

  private static AggregateBuilder<Long, Counted> folded() {
    return Aggregate.named("counter", Counted.class, 0L)
        .on(Up.class, (n, up) -> n + up.by())
        .on(Down.class, (n, down) -> n - down.by());
  }

  private static Aggregate<Count, Long, Counted> built() {
    return folded()
        .stateVersion(3)
        .identifiedBy(Count.class, Count::id)
        .handle(CountUp.class, (command, state) -> List.of(new Up(command.by())))
        .handle(
            CountDown.class,
            (command, state, context) -> List.of(new Down(state), new Up(context.sequence())))
        .build();
  }

  @Test
  void buildsAnAggregateThatFoldsAndDecides() {
    Aggregate<Count, Long, Counted> counter = built();

    assertThat(counter.type()).isEqualTo("counter");
    assertThat(counter.eventFamily()).isEqualTo(Counted.class);
    assertThat(counter.commandFamily()).isEqualTo(Count.class);
    assertThat(counter.initialState()).isZero();
    assertThat(counter.stateVersion()).isEqualTo(3);
    assertThat(counter.stateType()).isEqualTo(Long.class);
    assertThat(counter.apply(5L, new Down(2))).isEqualTo(3L);
    assertThat(counter.aggregateId(new CountUp("a1", 1))).isEqualTo("a1");
    assertThat(decide(counter, new CountUp("a1", 4), 9)).isEqualTo(List.of(new Up(4)));
    assertThat(decide(counter, new CountDown("a1", 4), 9))
        .isEqualTo(List.of(new Down(9), new Up(0)));
    assertThat(counter).hasToString("Aggregate[counter]");
  }

  private static List<? extends Counted> decide(
      Aggregate<Count, Long, Counted> counter, Count command, long state) {
    return counter.decide(command, state, CONTEXT);
  }

  @Test
  void hasTheFirstStateVersionUnlessToldOtherwise() {
    Aggregate<Count, Long, Counted> counter =
        folded()
            .identifiedBy(Count.class, Count::id)
            .handle(CountUp.class, (command, state) -> List.of())
            .handle(CountDown.class, (command, state) -> List.of())
            .build();

    assertThat(counter.stateVersion()).isEqualTo(1);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> folded().stateVersion(0));
  }

  @Test
  void namesTheEventsWithoutAFold() {
    DecisionsBuilder<Count, Long, Counted> unfolded =
        Aggregate.named("counter", Counted.class, 0L)
            .on(Up.class, (n, up) -> n + up.by())
            .identifiedBy(Count.class, Count::id)
            .handle(CountUp.class, (command, state) -> List.of())
            .handle(CountDown.class, (command, state) -> List.of());

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(unfolded::build)
        .withMessageContaining("the aggregate 'counter' has no fold for [Down]");
  }

  @Test
  void namesTheCommandsOfASealedFamilyWithoutAHandler() {
    DecisionsBuilder<Count, Long, Counted> undecided =
        folded()
            .identifiedBy(Count.class, Count::id)
            .handle(CountUp.class, (command, state) -> List.of());

    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(undecided::build)
        .withMessageContaining("the aggregate 'counter' has no handler for [CountDown]");
  }

  @Test
  void refusesAnAggregateThatHandlesNothing() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> folded().identifiedBy(Object.class, Object::toString).build())
        .withMessageContaining("handles no command");
  }

  @Test
  void refusesASecondFoldForAnEvent() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> folded().on(Up.class, (n, up) -> n))
        .withMessageContaining("two folds for " + Up.class.getName());
  }

  @Test
  void refusesASecondHandlerForACommand() {
    DecisionsBuilder<Count, Long, Counted> once =
        folded()
            .identifiedBy(Count.class, Count::id)
            .handle(CountUp.class, (command, state) -> List.of());

    assertThatExceptionOfType(DuplicateHandler.class)
        .isThrownBy(() -> once.handle(CountUp.class, (command, state, context) -> List.of()))
        .withMessageContaining("two handlers for " + CountUp.class.getName())
        .satisfies(
            duplicate -> {
              assertThat(duplicate.commandType()).isEqualTo(CountUp.class);
              assertThat(duplicate.aggregateTypes()).containsExactly("counter");
            });
    assertThatExceptionOfType(DuplicateHandler.class)
        .isThrownBy(() -> once.creates(CountUp.class, command -> List.of()));
  }

  @Test
  void refusesAFoldForWhatIsNoMemberOfTheFamily() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> folded().on(Counted.class, (n, any) -> n))
        .withMessageContaining("is no event of the family " + Counted.class.getName());
  }

  @Test
  void refusesAFinalEventThatIsNoMemberOfTheFamily() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> folded().closedBy(Counted.class))
        .withMessageContaining("is no event of the family " + Counted.class.getName());
  }

  @Test
  void refusesAFamilyThatIsNotClosed() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Aggregate.named("open", Event.class, 0L));
  }

  @Test
  void saysWhichCommandOfAnOpenFamilyNobodyHandles() {
    Aggregate<Object, Long, Counted> open =
        folded()
            .identifiedBy(Object.class, Object::toString)
            .handle(CountUp.class, (command, state) -> List.of())
            .build();

    assertThatExceptionOfType(UnhandledCommand.class)
        .isThrownBy(() -> open.decide("a text", 0L, CONTEXT))
        .withMessageContaining("'counter' has no handler for java.lang.String")
        .satisfies(
            unhandled -> {
              assertThat(unhandled.commandType()).isEqualTo(String.class);
              assertThat(unhandled.handled()).containsExactly(CountUp.class);
            });
  }

  @Test
  @SuppressWarnings({"NullAway", "NullableProblems"}) // what a careless host may do
  void saysWhoReturnedNull() {
    Aggregate<Count, Long, Counted> careless =
        Aggregate.<Long, Counted>named("careless", Counted.class, 0L)
            .on(Up.class, (n, up) -> null)
            .on(Down.class, (n, down) -> n)
            .identifiedBy(Count.class, command -> null)
            .handle(CountUp.class, (command, state) -> null)
            .handle(CountDown.class, (command, state) -> List.of())
            .build();

    assertThatNullPointerException()
        .isThrownBy(() -> careless.apply(0L, new Up(1)))
        .withMessageContaining("the fold of 'careless' for " + Up.class.getName());
    assertThatNullPointerException()
        .isThrownBy(() -> careless.aggregateId(new CountUp("a", 1)))
        .withMessageContaining("the aggregate id of a " + CountUp.class.getName());
  }

  @Test
  void buildsWhatLaterCallsOfTheBuilderDoNotChange() {
    DecisionsBuilder<Object, Long, Counted> builder =
        folded()
            .identifiedBy(Object.class, Object::toString)
            .handle(CountUp.class, (command, state) -> List.of());
    Aggregate<Object, Long, Counted> before = builder.build();

    builder.handle(CountDown.class, (command, state) -> List.of());

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> before.decide(new CountDown("a", 1), 0L, CONTEXT));
  }

  enum Light {
    RED {
      @Override
      boolean stop() {
        return true;
      }
    },
    GREEN;

    boolean stop() {
      return false;
    }
  }

  @Test
  void readsAStateThatIsAConstantBackAsItsEnum() {
    Aggregate<Object, Light, Counted> light =
        Aggregate.named("light", Counted.class, Light.RED)
            .on(Up.class, (state, up) -> Light.GREEN)
            .on(Down.class, (state, down) -> Light.RED)
            .identifiedBy(Object.class, Object::toString)
            .handle(CountUp.class, (command, state) -> List.of())
            .build();

    assertThat(light.stateType()).isEqualTo(Light.class);
  }

  sealed interface Shape {
    sealed interface Round extends Shape {
      record Circle(int radius) implements Round, Comparable<Circle> {
        @Override
        public int compareTo(Circle other) {
          return Integer.compare(radius, other.radius);
        }
      }
    }
  }

  sealed interface Drawn {
    record Dot() implements Drawn, Countable {}
  }

  sealed interface Countable permits Drawn.Dot {}

  @Test
  void takesTheOutermostSealedInterfaceOfTheInitialStateForTheTypeOfStates() {
    assertThat(startingWith(new Shape.Round.Circle(1)).stateType()).isEqualTo(Shape.class);
  }

  @Test
  void takesTheClassOfTheInitialStateWhereItIsOfTwoFamilies() {
    assertThat(startingWith(new Drawn.Dot()).stateType()).isEqualTo(Drawn.Dot.class);
  }

  @Test
  void refusesATypeOfStatesThatTheInitialStateIsNotOf() {
    AggregateBuilder<Object, Counted> builder =
        Aggregate.<Object, Counted>named("shape", Counted.class, 0L);

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.stateType(String.class))
        .withMessageContaining("java.lang.Long and no java.lang.String");
  }

  private static <S> Aggregate<Object, S, Counted> startingWith(S initialState) {
    return Aggregate.named("shape", Counted.class, initialState)
        .on(Up.class, (state, up) -> state)
        .on(Down.class, (state, down) -> state)
        .identifiedBy(Object.class, Object::toString)
        .handle(CountUp.class, (command, state) -> List.of())
        .build();
  }
}

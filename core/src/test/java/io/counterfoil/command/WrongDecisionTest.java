package io.counterfoil.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.InvalidDecision;
import io.counterfoil.InvalidDecision.Flaw;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WrongDecisionTest {

  sealed interface LampEvent extends Event {
    record LampLit() implements LampEvent {}

    record LampBroken() implements LampEvent {}
  }

  record FanStarted() implements Event {}

  record Light() {}

  @Test
  void saysWhichHandlerReturnedNull() {
    InvalidDecision wrong = decided(null);

    assertThat(wrong.flaw()).isEqualTo(Flaw.NO_LIST);
    assertThat(wrong)
        .hasMessageContaining("'lamp'")
        .hasMessageContaining("Light")
        .hasMessageContaining("null; answer an empty list");
  }

  @Test
  void saysWhichHandlerReturnedNullAmongItsEvents() {
    InvalidDecision wrong = decided(Collections.singletonList(null));

    assertThat(wrong.flaw()).isEqualTo(Flaw.NULL_EVENT);
    assertThat(wrong).hasMessageContaining("null among its events");
  }

  @Test
  void saysWhichHandlerReturnedAnEventOfAnotherFamily() {
    InvalidDecision wrong = decided(List.of(new FanStarted()));

    assertThat(wrong.flaw()).isEqualTo(Flaw.FOREIGN_EVENT);
    assertThat(wrong).hasMessageContaining("FanStarted").hasMessageContaining("LampEvent");
  }

  @Test
  void saysWhichHandlerGoesOnBehindAFinalEvent() {
    InvalidDecision wrong = decided(List.of(new LampEvent.LampBroken(), new LampEvent.LampLit()));

    assertThat(wrong.flaw()).isEqualTo(Flaw.BEHIND_FINAL_EVENT);
    assertThat(wrong).hasMessageContaining("LampBroken, which is final");
  }

  @Test
  void namesHandlersThatBreakDownWithAnError() {
    AssertionError bug = new AssertionError("a secret");

    assertThatThrownBy(
            () ->
                busOf(
                        lampThatDecides(
                            () -> {
                              throw bug;
                            }))
                    .dispatch(new Light()))
        .isInstanceOf(HandlerFailed.class)
        .hasCause(bug)
        .hasMessageContaining("the handler of 'lamp' for " + Light.class.getName())
        .hasMessageContaining("AssertionError")
        .hasMessageContaining("the lamp")
        .hasMessageNotContaining("secret");
  }

  @Test
  void leavesAMachineWithoutMemoryAlone() {
    OutOfMemoryError none = new OutOfMemoryError("in a test");

    assertThatThrownBy(
            () ->
                busOf(
                        lampThatDecides(
                            () -> {
                              throw none;
                            }))
                    .dispatch(new Light()))
        .isSameAs(none);
  }

  @SuppressWarnings({"unchecked", "rawtypes", "NullAway"}) // as a careless cast in a handler does
  private static InvalidDecision decided(@Nullable List<?> events) {
    CommandBus bus = busOf(lampThatDecides(() -> (List) events));
    try {
      bus.dispatch(new Light(), DispatchOptions.key("row-17"));
    } catch (InvalidDecision wrong) {
      assertThat(wrong.commandType()).isEqualTo(Light.class);
      assertThat(wrong.aggregateType()).isEqualTo("lamp");
      assertThat(wrong.aggregateId()).isEqualTo("the lamp");
      assertThat(wrong.key()).contains("row-17");
      return wrong;
    }
    throw new AssertionError("the decision was taken");
  }

  private static CommandBus busOf(Aggregate<?, ?, ?> aggregate) {
    return CommandBus.on(new UntouchedStore(LampEvent.class)).aggregates(aggregate).build();
  }

  private interface Decide {
    List<LampEvent> now();
  }

  private static Aggregate<Light, String, LampEvent> lampThatDecides(Decide decision) {
    return Aggregate.named("lamp", LampEvent.class, "dark")
        .on(LampEvent.LampLit.class, (state, event) -> "lit")
        .on(LampEvent.LampBroken.class, (state, event) -> "broken")
        .closedBy(LampEvent.LampBroken.class)
        .identifiedBy(Light.class, command -> "the lamp")
        .handle(Light.class, (light, state) -> decision.now())
        .build();
  }
}

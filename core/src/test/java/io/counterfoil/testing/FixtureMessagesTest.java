package io.counterfoil.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.HandlerFailed;
import io.counterfoil.testing.Tab.Item;
import io.counterfoil.testing.Tab.TabCommand;
import io.counterfoil.testing.Tab.TabCommand.Fail;
import io.counterfoil.testing.Tab.TabCommand.Look;
import io.counterfoil.testing.Tab.TabCommand.Order;
import io.counterfoil.testing.Tab.TabCommand.Pay;
import io.counterfoil.testing.Tab.TabEvent;
import io.counterfoil.testing.Tab.TabEvent.Ordered;
import io.counterfoil.testing.Tab.TabEvent.Paid;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The messages of failures, word for word: they are what a developer looks at most. */
class FixtureMessagesTest {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");
  private static final Ordered BEER = new Ordered(List.of(new Item("beer", 700)), NOON);

  private final AggregateFixture<TabCommand, Tab, TabEvent> tab =
      AggregateFixture.of(Tab.TAB).given(BEER, BEER);

  private static Paid paid(String receipt, long cents) {
    return new Paid(receipt, cents, Optional.empty());
  }

  private static void assertFails(ThrowingCallable check, String message) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(check)
        .satisfies(failure -> assertThat(failure.getMessage() + "\n").isEqualTo(message));
  }

  @Test
  void marksFieldsThatDifferEventsThatAreMissingAndEventsThatNobodyExpected() {
    Decision<TabCommand, Tab, TabEvent> decision = tab.when(new Pay("t7", 1_200));

    assertFails(
        () ->
            decision.then(
                paid("r-2-0", 500),
                new Paid("r-2-1", 400, Optional.of("tip")),
                BEER,
                paid("r-2-2", 200),
                paid("r-2-3", 1)),
        """
        the events are not the expected ones: 1 differs, 2 are missing

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Pay[table=t7, cents=1200]
        then
              1. Paid[receipt=r-2-0, cents=500, note=Optional.empty]
            ~ 2. Paid[receipt=r-2-1, cents=500, note=Optional.empty]
                   cents: expected 400 but was 500
                   note: expected "tip" but was absent
            - missing: Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
              3. Paid[receipt=r-2-2, cents=200, note=Optional.empty]
            - missing: Paid[receipt=r-2-3, cents=1, note=Optional.empty]
        """);
    assertFails(
        () -> decision.then(paid("r-2-0", 500), paid("r-2-2", 200)),
        """
        the events are not the expected ones: 1 is unexpected

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Pay[table=t7, cents=1200]
        then
              1. Paid[receipt=r-2-0, cents=500, note=Optional.empty]
            + 2. unexpected: Paid[receipt=r-2-1, cents=500, note=Optional.empty]
              3. Paid[receipt=r-2-2, cents=200, note=Optional.empty]
        """);
  }

  @Test
  void namesTheFieldsInsideOthers() {
    Decision<TabCommand, Tab, TabEvent> decision =
        AggregateFixture.of(Tab.TAB)
            .when(new Order("t7", new Item("beer", 700), new Item("gin\n& tonic", 900)));

    assertFails(
        () ->
            decision.then(
                new Ordered(
                    List.of(new Item("beer", 700), new Item("gin", 800)), NOON.plusSeconds(1))),
        """
        the events are not the expected ones: 1 differs

        given nothing
        when
            Order[table=t7, items=[Item[name=beer, cents=700], Item[name=gin\\n& tonic, cents=900]]]
        then
            ~ 1. Ordered[items=[Item[name=beer, cents=700], Item[name=gin\\n& tonic, cents=900]], \
        at=2024-06-01T12:00:00Z]
                   at: expected "2024-06-01T12:00:01Z" but was "2024-06-01T12:00:00Z"
                   items[1].cents: expected 800 but was 900
                   items[1].name: expected "gin" but was "gin\\n& tonic"
        """);
  }

  @Test
  void showsTheEndOfALongHistoryAndOfALongText() {
    AggregateFixture<TabCommand, Tab, TabEvent> long_ = AggregateFixture.of(Tab.TAB);
    for (int i = 1; i <= 12; i++) {
      long_ = long_.given(paid("r" + i, -i));
    }
    Decision<TabCommand, Tab, TabEvent> decision =
        long_.given(paid("x".repeat(1_000), -13)).when(new Look("t7"));

    assertFails(
        () -> decision.then(paid("r", 1)),
        """
        the events are not the expected ones: 1 is missing

        given (the last 5 of 13)
            9. Paid[receipt=r9, cents=-9, note=Optional.empty]
            10. Paid[receipt=r10, cents=-10, note=Optional.empty]
            11. Paid[receipt=r11, cents=-11, note=Optional.empty]
            12. Paid[receipt=r12, cents=-12, note=Optional.empty]
            13. Paid[receipt=%s… (1046 characters)
        when
            Look[table=t7]
        then
            - missing: Paid[receipt=r, cents=1, note=Optional.empty]
        """
            .formatted("x".repeat(387)));
  }

  @Test
  void showsWhereLongTextsBeginToDiffer() {
    String text = "x".repeat(5_000);
    Decision<TabCommand, Tab, TabEvent> decision =
        AggregateFixture.of(Tab.TAB)
            .when(new Order("t7", new Item(text + "beer" + text, 700), new Item(text, 1)));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                decision.then(
                    new Ordered(
                        List.of(new Item(text + "gin" + text, 700), new Item(text + "!", 1)),
                        NOON)))
        .withMessageContaining(
            "items[0].name: expected … from character 4962: %1$sgin%2$sx… (10005 characters) but"
                + " was … from character 4962: %1$sbeer%2$s… (10006 characters)",
            "x".repeat(40), "x".repeat(356))
        .withMessageContaining(
            "items[1].name: expected … from character 4962: %1$s!\" (5003 characters) but was"
                + " … from character 4962: %1$s\" (5002 characters)",
            "x".repeat(40));
  }

  @Test
  void tellsOfTheRejectionWhereEventsWereExpected() {
    assertFails(
        () -> tab.when(new Pay("t7", 1_500)).then(paid("r-2-0", 500)),
        """
        expected 1 event, but the command was not accepted

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Pay[table=t7, cents=1500]
        then
            rejected as CommandRejected 'too-much' {owed=1400, paid=1500}: that is too much
        """);
  }

  @Test
  void tellsOfTheEventsWhereARejectionWasExpected() {
    assertFails(
        () -> tab.when(new Pay("t7", 600)).thenRejected(CommandRejected.class),
        """
        expected a rejection as CommandRejected

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Pay[table=t7, cents=600]
        then
            these events happened
            1. Paid[receipt=r-2-0, cents=500, note=Optional.empty]
            2. Paid[receipt=r-2-1, cents=100, note=Optional.empty]
        """);
  }

  @Test
  void tellsWhichDataOfARejectionDiffer() {
    assertFails(
        () ->
            tab.when(new Pay("t7", 1_500))
                .thenRejected("too-much", Map.of("owed", 1_300, "paid", 1_500, "table", "t7")),
        """
        the data of the rejection 'too-much' are not the expected ones

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Pay[table=t7, cents=1500]
        then
              owed: expected 1300 but was 1400
              table: expected t7 but was absent
        """);
  }

  @Test
  void tellsOfTheFailureAndKeepsItAsTheCause() {
    Decision<TabCommand, Tab, TabEvent> decision =
        AggregateFixture.of(Tab.TAB).when(new Fail("t7"));

    assertFails(
        decision::thenNothing,
        """
        expected 0 events, but the command was not accepted

        given nothing
        when
            Fail[table=t7]
        then
            failed with io.counterfoil.command.HandlerFailed: the handler of 'tab' for \
        io.counterfoil.testing.Tab$TabCommand$Fail threw java.lang.IllegalStateException (aggregate t7)
            caused by java.lang.IllegalStateException: no more beer
        """);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(decision::thenNothing)
        .withCauseInstanceOf(HandlerFailed.class);
  }

  @Test
  void tellsInWhichFieldsAStateDiffers() {
    assertFails(
        () -> tab.when(new Look("t7")).thenState(new Tab(1)),
        """
        the state is not the expected one

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Look[table=t7]
        then
            expected Tab[owedCents=1]
            but was  Tab[owedCents=1400]
              owedCents: expected 1 but was 1400
        """);
  }

  @Test
  void tellsWhichConditionAnEventDoesNotSatisfy() {
    assertFails(
        () ->
            tab.when(new Pay("t7", 600))
                .thenMatching(
                    event -> event instanceof Paid paid && paid.cents() == 500,
                    Ordered.class::isInstance,
                    Ordered.class::isInstance),
        """
        the events are not the expected ones

        given
            1. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
            2. Ordered[items=[Item[name=beer, cents=700]], at=2024-06-01T12:00:00Z]
        when
            Pay[table=t7, cents=600]
        then
              1. Paid[receipt=r-2-0, cents=500, note=Optional.empty]
            ~ 2. Paid[receipt=r-2-1, cents=100, note=Optional.empty]
                   expected one that satisfies condition 2
            - missing: one that satisfies condition 3
        """);
  }
}

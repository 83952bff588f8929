package io.counterfoil.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Metadata;
import io.counterfoil.command.KeyReused;
import io.counterfoil.testing.Tab.Item;
import io.counterfoil.testing.Tab.TabCommand;
import io.counterfoil.testing.Tab.TabCommand.Fail;
import io.counterfoil.testing.Tab.TabCommand.Look;
import io.counterfoil.testing.Tab.TabCommand.Order;
import io.counterfoil.testing.Tab.TabCommand.Pay;
import io.counterfoil.testing.Tab.TabEvent;
import io.counterfoil.testing.Tab.TabEvent.Ordered;
import io.counterfoil.testing.Tab.TabEvent.Paid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FixtureStoryTest {
  private static final Instant EVENING = Instant.parse("2024-06-01T20:00:00Z");
  private static final Item BEER = new Item("beer", 700);

  private final AggregateFixture<TabCommand, Tab, TabEvent> tab =
      AggregateFixture.of(Tab.TAB).at(EVENING);

  private static Paid paid(String receipt, long cents) {
    return new Paid(receipt, cents, Optional.empty());
  }

  @Test
  void takesCommandsAsGivens() {
    tab.givenCommand(new Order("t7", BEER))
        .given(paid("by hand", 100))
        .givenCommand(new Look("t7"))
        .when(new Pay("t7", 600))
        .thenInstancesOf(Paid.class, Paid.class)
        .thenState(new Tab(0));
  }

  @Test
  void refusesAGivenCommandThatIsNotAccepted() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> tab.givenCommand(new Pay("t7", 1)))
        .withMessageContaining("a given command was not accepted")
        .withMessageContaining("too-much");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> tab.givenCommand(new Fail("t7")))
        .withMessageContaining("no more beer");
  }

  @Test
  void tellsOneStoryInOneTest() {
    tab.when(new Order("t7", BEER))
        .then(new Ordered(List.of(BEER), EVENING))
        .andThen()
        .after(Duration.ofMinutes(40))
        .when(new Order("t7", BEER, BEER))
        .then(new Ordered(List.of(BEER, BEER), EVENING.plusSeconds(2_400)))
        .when(new Pay("t7", 9_000))
        .thenRejected("too-much")
        .when(new Pay("t7", 300))
        .then(paid("r-2-0", 300))
        .thenState(new Tab(1_800));
  }

  @Test
  void leavesTheFixtureThatAStoryBeganWithAsItWas() {
    tab.when(new Order("t7", BEER)).when(new Order("t7", BEER)).thenState(new Tab(1_400));

    tab.when(new Look("t7")).thenNothing().thenState(new Tab(0));
  }

  @Test
  void comparesWithToleranceForFieldsOfAllEventsOrOfOneType() {
    Decision<TabCommand, Tab, TabEvent> order = tab.when(new Order("t7", BEER, BEER));
    Ordered other =
        new Ordered(List.of(new Item("wine", 700), new Item("rum", 700)), Instant.EPOCH);

    order.ignoring("at", "items.name").then(other);
    order.ignoring(Ordered.class, "at").ignoring(Ordered.class, "items").then(other);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> order.ignoring(Paid.class, "at", "items").then(other))
        .withMessageContaining("at: expected");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> order.ignoring("at").then(other))
        .withMessageContaining("items[0].name: expected \"wine\" but was \"beer\"")
        .withMessageNotContaining("at: expected");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> order.ignoring("at", "items").then(other, other));
  }

  @Test
  void checksEventsByTheirClassesAndByConditions() {
    Decision<TabCommand, Tab, TabEvent> pay =
        tab.given(new Ordered(List.of(BEER), EVENING)).when(new Pay("t7", 600));

    pay.thenInstancesOf(Paid.class, Paid.class)
        .thenMatching(event -> event.equals(paid("r-1-0", 500)), Paid.class::isInstance)
        .thenAmong(Paid.class, event -> event.cents() == 100)
        .thenStateMatches(state -> state.owedCents() == 100);

    assertThat(pay.events()).hasSize(2);
    assertThat(pay.state()).isEqualTo(new Tab(100));
    for (Runnable wrong :
        List.<Runnable>of(
            () -> pay.thenInstancesOf(Paid.class),
            () -> pay.thenInstancesOf(Paid.class, Ordered.class),
            () -> pay.thenMatching(Paid.class::isInstance),
            () -> pay.thenAmong(Paid.class, event -> event.cents() == 1),
            () -> pay.thenAmong(Ordered.class, event -> true),
            () -> pay.thenStateMatches(state -> state.owedCents() == 0))) {
      assertThatExceptionOfType(AssertionError.class).isThrownBy(wrong::run);
    }
  }

  @Test
  void putsTimeCorrelationAndHeadersOnEvents() {
    Metadata own = Metadata.at(Instant.EPOCH).withHeader("tenant", "other");

    tab.correlationId("c-9k")
        .header("tenant", "north")
        .given(own, paid("r", 1))
        .when(new Order("t7", BEER))
        .thenHeader("tenant", "north")
        .thenMetadataSatisfies(
            metadata -> {
              assertThat(metadata.at()).isEqualTo(EVENING);
              assertThat(metadata.correlationId()).contains("c-9k");
              assertThat(metadata.causationId()).contains("command-1");
            });

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> tab.when(new Order("t7", BEER)).thenHeader("tenant", "north"))
        .withMessageContaining("expected the header tenant=north on each event");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> tab.when(new Look("t7")).thenMetadataSatisfies(metadata -> {}))
        .withMessageContaining("expected events with metadata");
  }

  @Test
  void givesTheFirstOutcomeOfAKeyAsTheBusDoes() {
    Decision<TabCommand, Tab, TabEvent> first =
        tab.key("k1").when(new Order("t7", BEER)).thenInstancesOf(Ordered.class);

    first
        .andThen()
        .after(Duration.ofDays(1))
        .key("k1")
        .when(new Order("t7", BEER))
        .thenRepeated()
        .then(new Ordered(List.of(BEER), EVENING))
        .thenState(new Tab(700))
        .andThen()
        .key("k1")
        .when(new Pay("t7", 1))
        .thenFails(KeyReused.class);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> first.when(new Order("t7", BEER)).thenRepeated())
        .withMessageContaining("under the same key");
  }

  @Test
  void givesTheFirstRejectionOfAKeyEvenIfTheStateHasChanged() {
    tab.key("k1")
        .when(new Pay("t7", 700))
        .thenRejected("too-much")
        .when(new Order("t7", BEER))
        .andThen()
        .key("k1")
        .when(new Pay("t7", 700))
        .thenRepeated()
        .thenRejected("too-much");
  }

  @Test
  void tellsAFailureFromARejection() {
    Decision<TabCommand, Tab, TabEvent> failed = tab.when(new Fail("t7"));

    failed.thenFails(IllegalStateException.class).thenState(new Tab(0));

    for (Runnable wrong :
        List.<Runnable>of(
            () -> failed.thenRejected("too-much"),
            () -> failed.thenFails(IllegalArgumentException.class),
            () -> tab.when(new Pay("t7", 1)).thenFails(RuntimeException.class))) {
      assertThatExceptionOfType(AssertionError.class).isThrownBy(wrong::run);
    }
  }

  @Test
  void refusesACommandForAnotherAggregate() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> tab.givenCommand(new Order("t7", BEER)).when(new Look("t8")))
        .withMessage(
            "a fixture tests one aggregate: the commands before were for 't7', and this one is for"
                + " 't8'");
  }
}

package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseCommand.Count;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered where a cached state is old: what the newest state says. */
abstract class StateCacheStaleTests {
  private WatchedStore store;
  private CommandBus bus;
  private CommandBus otherNode;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = new WatchedStore(emptyStore(EventTypes.of(PurseEvent.class)));
    bus = cachingBusOf(PURSE);
    otherNode = CommandBus.on(store).aggregates(PURSE).build();
  }

  private CommandBus cachingBusOf(Aggregate<?, ?, ?> aggregate) {
    return CommandBus.on(store).aggregates(aggregate).stateCache(100).build();
  }

  @Test
  void refusesNothingOnAnOldState() {
    bus.dispatch(new Put("a", 10));
    bus.dispatch(new Take("a", 10));
    otherNode.dispatch(new Put("a", 50));

    CommandResult result = bus.dispatch(new Take("a", 50));

    assertThat(result.sequence()).isEqualTo(4);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(0, 4));
    assertThat(bus.stateCacheStatistics().stale()).isEqualTo(1);
  }

  @Test
  void refusesWhatTheNewestStateRefusesWithItsData() {
    bus.dispatch(new Put("a", 10));
    otherNode.dispatch(new Take("a", 9));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 20)))
        .isInstanceOfSatisfying(
            TooFewCoins.class, rejected -> assertThat(rejected.data()).containsEntry("there", 1L));
  }

  @Test
  void failsNothingOnAnOldState() {
    CommandBus fussy = cachingBusOf(failingUnlessBalanceIs(50));
    assertThatThrownBy(() -> fussy.dispatch(new Take("a", 1))).hasRootCauseMessage("balance 0");
    otherNode.dispatch(new Put("a", 20));
    assertThatThrownBy(() -> fussy.dispatch(new Take("a", 1))).hasRootCauseMessage("balance 20");
    otherNode.dispatch(new Put("a", 30));

    assertThat(fussy.dispatch(new Take("a", 1)).sequence()).isEqualTo(3);
    assertThat(fussy.stateCacheStatistics().stale()).isEqualTo(1);
  }

  @Test
  void answersAnEmptyDecisionWithTheNewestPlace() {
    bus.dispatch(new Put("a", 10));
    CommandResult newest = otherNode.dispatch(new PutOneByOne("a", 2));

    CommandResult counted = bus.dispatch(new Count("a"));

    assertThat(counted.sequence()).isEqualTo(3);
    assertThat(counted.position()).isEqualTo(newest.position());
  }

  @Test
  void readsOnlyTheTailForARejectionOrAnEmptyDecision() {
    bus.dispatch(new PutOneByOne("a", 5));
    List<Long> folded = new ArrayList<>();
    CommandBus counting = cachingBusOf(notingSequences(folded));
    counting.dispatch(new Count("a"));
    folded.clear();
    otherNode.dispatch(new Put("a", 1));

    counting.dispatch(new Count("a"));

    assertThat(folded).containsExactly(5L);
  }

  @Test
  void decidesAgainFromTheCachedStateWhenAnotherNodeCameFirst() {
    List<Long> seen = new ArrayList<>();
    CommandBus noting = cachingBusOf(notingSequencesOfDecisions(seen));
    noting.dispatch(new Put("a", 10));
    otherNode.dispatch(new Put("a", 5));

    CommandResult result = noting.dispatch(new Put("a", 1));

    assertThat(result.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsPut(1, 16));
    // what the handler was told: nothing yet; the cached event; the other node's
    assertThat(seen).containsExactly(0L, 1L, 2L);
    assertThat(noting.stateCacheStatistics().stale()).isEqualTo(1);
  }

  @Test
  void countsADecisionOnAnOldStateAsNoAttempt() {
    CommandBus once = CommandBus.on(store).aggregates(PURSE).stateCache(1).attempts(1).build();
    once.dispatch(new Put("a", 10));
    otherNode.dispatch(new Put("a", 5));

    // one that appends, and meets a conflict; one that is refused, and is read for
    assertThat(once.dispatch(new Take("a", 5)).sequence()).isEqualTo(3);
    otherNode.dispatch(new Put("a", 5));
    assertThat(once.dispatch(new Take("a", 15)).sequence()).isEqualTo(5);
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> failingUnlessBalanceIs(long balance) {
    return Purse.deciding(
        (purse, context) -> {
          if (purse.balance() != balance) {
            throw new IllegalStateException("balance " + purse.balance());
          }
        },
        purse -> {});
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> notingSequences(List<Long> folded) {
    return Purse.deciding((purse, context) -> {}, purse -> folded.add((long) purse.events()));
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> notingSequencesOfDecisions(
      List<Long> seen) {
    return Purse.deciding((purse, context) -> seen.add(context.sequence()), purse -> {});
  }
}

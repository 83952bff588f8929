package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.KeyReused;
import io.counterfoil.contract.bus.Purse.PurseCommand.Count;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the state cache leaves as it is: a key has one outcome, whichever node decided it. */
abstract class StateCacheKeyTests {
  private static final DispatchOptions KEY = DispatchOptions.key("row-17");

  private WatchedStore store;
  private CommandBus bus;
  private CommandBus otherNode;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = new WatchedStore(emptyStore(EventTypes.of(PurseEvent.class)));
    bus = CommandBus.on(store).aggregates(PURSE).stateCache(100).build();
    otherNode = CommandBus.on(store).aggregates(PURSE).build();
    bus.dispatch(new Put("a", 10));
  }

  @Test
  void acceptsUnderAKeyWithoutARead() {
    int before = store.reads();

    CommandResult first = bus.dispatch(new Take("a", 4), KEY);

    assertThat(store.reads()).isEqualTo(before);
    assertThat(first.repeated()).isFalse();
    assertThat(otherNode.dispatch(new Take("a", 4), KEY).events()).isEqualTo(first.events());
  }

  @Test
  void repeatsWhatAnotherNodeAccepted() {
    CommandResult first = otherNode.dispatch(new Take("a", 7), KEY);

    // a "yes" on the cached 10 coins, a "no" on the 3 that are left
    CommandResult again = bus.dispatch(new Take("a", 7), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(again.events()).isEqualTo(first.events());
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(3, 2));
  }

  @Test
  void repeatsWhatAnotherNodeAcceptedAlsoWhereTheCachedStateRefuses() {
    otherNode.dispatch(new Put("a", 90));
    CommandResult first = otherNode.dispatch(new Take("a", 70), KEY);

    CommandResult again = bus.dispatch(new Take("a", 70), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(again.events()).isEqualTo(first.events());
  }

  @Test
  void repeatsWhatAnotherNodeRejectedAlsoWhereTheCachedStateAccepts() {
    assertThatThrownBy(() -> otherNode.dispatch(new Take("a", 50), KEY))
        .isInstanceOf(TooFewCoins.class);
    bus.dispatch(new Put("a", 100));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 50), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class,
            rejected -> {
              assertThat(rejected.repeated()).isTrue();
              assertThat(rejected.data()).containsEntry("there", 10L);
            });
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(110, 2));
  }

  @Test
  void repeatsWhatAnotherNodeRejectedOnTheVeryStateThatIsCached() {
    assertThatThrownBy(() -> otherNode.dispatch(new Take("a", 50), KEY))
        .isInstanceOf(TooFewCoins.class);

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 50), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class, rejected -> assertThat(rejected.repeated()).isTrue());
  }

  @Test
  void repeatsWhatAnotherNodeRejectedAlsoWhereThisNodesHandlerFails() {
    CommandBus broken =
        CommandBus.on(store)
            .aggregates(
                Purse.deciding(
                    (purse, context) -> {
                      if (context.key().isPresent()) {
                        throw new IllegalStateException("a bug");
                      }
                    },
                    purse -> {}))
            .stateCache(1)
            .build();
    broken.dispatch(new Put("a", 1));
    assertThatThrownBy(() -> otherNode.dispatch(new Take("a", 50), KEY))
        .isInstanceOf(TooFewCoins.class);

    assertThatThrownBy(() -> broken.dispatch(new Take("a", 50), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class, rejected -> assertThat(rejected.repeated()).isTrue());
  }

  @Test
  void repeatsThatAnotherNodeDecidedNothing() {
    CommandResult first = otherNode.dispatch(new Count("a"), KEY);
    bus.dispatch(new Put("a", 1));

    CommandResult again = bus.dispatch(new Count("a"), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(again.sequence()).isEqualTo(first.sequence());
    assertThat(again.position()).isEqualTo(first.position());
  }

  @Test
  void remembersARejectionOfTheNewestStateOnly() {
    bus.dispatch(new Take("a", 10));
    otherNode.dispatch(new Put("a", 50));

    assertThat(bus.dispatch(new Take("a", 50), KEY).repeated()).isFalse();

    assertThat(otherNode.dispatch(new Take("a", 50), KEY).repeated()).isTrue();
    assertThat(otherNode.state(PURSE, "a")).isEqualTo(new Purse(0, 4));
  }

  @Test
  void refusesAnotherCommandUnderAKeyWhetherItWouldAppendOrNot() {
    otherNode.dispatch(new Put("a", 1), KEY);

    assertThatThrownBy(() -> bus.dispatch(new Put("a", 2), KEY)).isInstanceOf(KeyReused.class);
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 99), KEY)).isInstanceOf(KeyReused.class);
    assertThatThrownBy(() -> bus.dispatch(new Count("a"), KEY)).isInstanceOf(KeyReused.class);

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(11, 2));
  }
}

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
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an idempotency key does: the first outcome is the only one. */
abstract class KeyTests {
  private static final DispatchOptions KEY = DispatchOptions.key("row-17");

  private EventStore store;
  private CommandBus bus;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    bus = CommandBus.on(store).aggregates(PURSE).build();
  }

  @Test
  void repeatsAnAcceptedOutcomeEvenIfTheStateHasChanged() {
    bus.dispatch(new Put("a", 10));
    CommandResult first = bus.dispatch(new Take("a", 10), KEY);
    bus.dispatch(new PutOneByOne("a", 2));

    CommandResult again = bus.dispatch(new Take("a", 10), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(again.events()).isEqualTo(first.events());
    assertThat(again.sequence()).isEqualTo(2);
    assertThat(again.position()).isEqualTo(first.position());
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(2, 4));
  }

  @Test
  void repeatsAllEventsOfACommand() {
    bus.dispatch(new Put("a", 1));
    CommandResult first = bus.dispatch(new PutOneByOne("a", 3), KEY);
    bus.dispatch(new Put("a", 1));

    CommandResult again = bus.dispatch(new PutOneByOne("a", 3), KEY);

    assertThat(again.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsPut(1, 2), new CoinsPut(1, 3), new CoinsPut(1, 4));
    assertThat(again.events()).isEqualTo(first.events());
    assertThat(again.sequence()).isEqualTo(4);
  }

  @Test
  void repeatsARejectionEvenIfItWouldBeAcceptedNow() {
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 5), KEY)).isInstanceOf(TooFewCoins.class);
    bus.dispatch(new Put("a", 100));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 5), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class,
            rejected -> {
              assertThat(rejected.code()).isEqualTo("too-few-coins");
              assertThat(rejected).hasMessage("wanted 5 coins of 0");
              assertThat(rejected.data()).isEqualTo(Map.of("wanted", 5L, "there", 0L));
            });

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(100, 1));
  }

  @Test
  void repeatsThatNothingWasDecided() {
    bus.dispatch(new PutOneByOne("a", 2));
    CommandResult first = bus.dispatch(new Count("a"), KEY);
    bus.dispatch(new Put("a", 1));

    CommandResult again = bus.dispatch(new Count("a"), KEY);

    assertThat(first.repeated()).isFalse();
    assertThat(again.repeated()).isTrue();
    assertThat(again.events()).isEmpty();
    assertThat(again.sequence()).isEqualTo(2);
    assertThat(again.position()).isEqualTo(first.position());
  }

  @Test
  void repeatsThatNothingWasDecidedOnAnAggregateWithoutEvents() {
    bus.dispatch(new Count("a"), KEY);
    bus.dispatch(new Put("a", 1));

    CommandResult again = bus.dispatch(new Count("a"), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(again.sequence()).isZero();
    assertThat(again.position()).isZero();
  }

  @Test
  void refusesAnotherCommandUnderTheSameKey() {
    bus.dispatch(new Put("a", 10), KEY);

    assertThatThrownBy(() -> bus.dispatch(new Put("a", 11), KEY))
        .isInstanceOfSatisfying(
            KeyReused.class,
            reused -> {
              assertThat(reused.key()).isEqualTo("row-17");
              assertThat(reused.stream().aggregateId()).isEqualTo("a");
            });
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 10), KEY)).isInstanceOf(KeyReused.class);

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(10, 1));
  }

  @Test
  void takesTheSameKeyForAnotherAggregate() {
    bus.dispatch(new Put("a", 10), KEY);

    CommandResult other = bus.dispatch(new Put("b", 11), KEY);

    assertThat(other.repeated()).isFalse();
    assertThat(bus.state(PURSE, "b")).isEqualTo(new Purse(11, 1));
  }

  @Test
  void actsOnceWhenManyThreadsSendTheSameCommandAtOnce() throws Exception {
    int threads = 16;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<CommandResult>> results = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        results.add(
            pool.submit(
                () -> {
                  start.await(30, TimeUnit.SECONDS);
                  return bus.dispatch(new PutOneByOne("a", 3), KEY);
                }));
      }
      int first = 0;
      for (Future<CommandResult> result : results) {
        assertThat(result.get().events())
            .extracting(RecordedEvent::sequence)
            .containsExactly(1L, 2L, 3L);
        first += result.get().repeated() ? 0 : 1;
      }
      assertThat(first).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(3, 3));
  }

  @Test
  void repeatsWhatAnotherNodeStoredWhileThisOneDecided() {
    bus.dispatch(new Put("a", 10));
    AtomicBoolean other = new AtomicBoolean();
    CommandBus slow =
        busTakingAfter(
            () -> {
              if (other.compareAndSet(false, true)) {
                bus.dispatch(new Take("a", 7), KEY);
              }
            });

    CommandResult result = slow.dispatch(new Take("a", 7), KEY);

    assertThat(result.repeated()).isTrue();
    assertThat(result.sequence()).isEqualTo(2);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(3, 2));
  }

  @Test
  void keepsTheAcceptedOutcomeWhenThisNodeRefusesMeanwhile() {
    AtomicBoolean other = new AtomicBoolean();
    CommandBus slow =
        busTakingAfter(
            () -> {
              if (other.compareAndSet(false, true)) {
                bus.dispatch(new Put("a", 10));
                bus.dispatch(new Take("a", 7), KEY);
              }
            });

    // decided on an empty purse, a "no"; but the other node's "yes" was first
    CommandResult result = slow.dispatch(new Take("a", 7), KEY);

    assertThat(result.repeated()).isTrue();
    assertThat(result.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsTaken(7, 3));
  }

  @Test
  void remembersNoRejectionThatWasDecidedOnAnOldState() {
    AtomicBoolean other = new AtomicBoolean();
    CommandBus slow =
        busTakingAfter(
            () -> {
              if (other.compareAndSet(false, true)) {
                bus.dispatch(new Put("a", 10));
              }
            });

    CommandResult result = slow.dispatch(new Take("a", 7), KEY);

    assertThat(result.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsTaken(7, 3));
    assertThat(bus.dispatch(new Take("a", 7), KEY).repeated()).isTrue();
  }

  private CommandBus busTakingAfter(Runnable meanwhile) {
    return CommandBus.on(store).aggregates(Purse.takingAfter(meanwhile)).build();
  }
}

package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.bus.Purse.PurseCommand;
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
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the state cache does: it saves reads, within its bound. */
abstract class StateCacheTests {
  private static final StreamId A = new StreamId("purse", "a");

  private WatchedStore store;
  private CommandBus bus;
  private CommandBus otherNode;

  abstract EventStore emptyStore(EventTypes types);

  abstract SnapshotStore emptySnapshots();

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
  void decidesOnACachedStateWithoutARead() {
    bus.dispatch(new Put("a", 10));
    int cold = store.reads();

    CommandResult result = bus.dispatch(new Take("a", 4));

    assertThat(store.reads()).isEqualTo(cold);
    assertThat(result.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsTaken(4, 6));
    assertThat(result.sequence()).isEqualTo(2);
    assertThat(bus.stateCacheStatistics().hits()).isEqualTo(1);
    assertThat(bus.stateCacheStatistics().misses()).isEqualTo(1);
    assertThat(bus.stateCacheStatistics().size()).isEqualTo(1);
  }

  @Test
  void cachesWhatARejectedCommandHasLoaded() {
    otherNode.dispatch(new Put("a", 10));
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 11))).isInstanceOf(TooFewCoins.class);
    int cold = store.reads();

    bus.dispatch(new Take("a", 10));

    assertThat(store.reads()).isEqualTo(cold);
  }

  @Test
  void readsForEveryCommandWhenItIsOff() {
    otherNode.dispatch(new Put("a", 10));
    int before = store.reads();

    otherNode.dispatch(new Put("a", 10));

    assertThat(store.reads()).isEqualTo(before + 1);
    assertThat(otherNode.stateCacheStatistics().misses()).isZero();
    assertThat(otherNode.stateCacheStatistics().size()).isZero();
  }

  @Test
  void readsTheStateAsItIsNow() {
    bus.dispatch(new Put("a", 10));
    otherNode.dispatch(new Put("a", 5));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(15, 2));
    assertThat(bus.stateAt(PURSE, "a", 1)).isEqualTo(new Purse(10, 1));
    assertThat(bus.stateCacheStatistics().hits()).isZero();
  }

  @Test
  void givesNoAggregateTheStateThatAnotherHasFolded() {
    bus.dispatch(new PutOneByOne("a", 3));
    Aggregate<PurseCommand, Purse, PurseEvent> twice =
        Aggregate.named("purse", PurseEvent.class, Purse.EMPTY)
            .on(CoinsPut.class, (purse, event) -> new Purse(2 * event.balance(), 0))
            .on(CoinsTaken.class, (purse, event) -> new Purse(2 * event.balance(), 0))
            .identifiedBy(PurseCommand.class, PurseCommand::purseId)
            .handle(Put.class, (put, purse) -> List.of())
            .handle(PutOneByOne.class, (put, purse) -> List.of())
            .handle(Take.class, (take, purse) -> List.of())
            .handle(Count.class, (count, purse) -> List.of())
            .build();

    assertThat(bus.state(twice, "a")).isEqualTo(new Purse(6, 0));
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(3, 3));
  }

  @Test
  void takesSnapshotsBehindCachedStatesToo() {
    SnapshotStore snapshots = emptySnapshots();
    Queue<Runnable> waiting = new ArrayDeque<>();
    CommandBus both =
        CommandBus.on(store)
            .aggregates(PURSE)
            .snapshots(snapshots, SnapshotPolicy.every(10))
            .snapshotExecutor(waiting::add)
            .stateCache(1)
            .build();
    both.dispatch(new PutOneByOne("a", 9));
    int cold = store.reads();

    both.dispatch(new PutOneByOne("a", 3));

    assertThat(store.reads()).isEqualTo(cold);
    waiting.remove().run();
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(12L);
    assertThat(
            CommandBus.on(store)
                .aggregates(PURSE)
                .snapshots(snapshots, SnapshotPolicy.every(10))
                .build()
                .state(PURSE, "a"))
        .isEqualTo(new Purse(12, 12));
  }

  @Test
  void keepsNoMoreStatesThanItWasTold() {
    CommandBus small = CommandBus.on(store).aggregates(PURSE).stateCache(2).build();
    for (String purse : List.of("a", "b", "c", "d")) {
      small.dispatch(new Put(purse, 1));
    }
    int before = store.reads();

    small.dispatch(new Put("a", 1));
    small.dispatch(new Put("a", 1));

    assertThat(store.reads()).isEqualTo(before + 1);
    assertThat(small.stateCacheStatistics().size()).isEqualTo(2);
    assertThat(small.stateCacheStatistics().evictions()).isEqualTo(3);
  }
}

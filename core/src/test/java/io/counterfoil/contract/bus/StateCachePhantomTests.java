package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.command.CommandBus;
import io.counterfoil.contract.bus.Purse.PurseCommand.Count;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the state cache must not believe: events that are not, or are no longer, in the store. */
abstract class StateCachePhantomTests {
  private static final StreamId A = new StreamId("purse", "a");

  private WatchedStore store;
  private CommandBus bus;
  private CommandBus otherNode;

  abstract EventStore emptyStore(EventTypes types);

  @BeforeEach
  void setUp() {
    store = new WatchedStore(freshStore());
    bus = CommandBus.on(store).aggregates(PURSE).stateCache(100).build();
    otherNode = CommandBus.on(store).aggregates(PURSE).build();
  }

  private EventStore freshStore() {
    return emptyStore(EventTypes.of(PurseEvent.class));
  }

  /** The first events of a purse, in a store of their own: what a backup holds. */
  private EventStore copyOfFirst(int events) {
    EventStore copy = freshStore();
    List<NewEvent> first =
        store.events(A).stream()
            .limit(events)
            .map(
                event ->
                    new NewEvent(event.eventId(), (PurseEvent) event.payload(), event.metadata()))
            .toList();
    copy.append(new Append(A, ExpectedVersion.none(), first, Optional.empty(), Optional.empty()));
    return copy;
  }

  @Test
  void believesNothingThatWasRolledBack() {
    bus.dispatch(new Put("a", 20));
    // given: a transaction, seen from inside: what was committed before, and what it appends
    CommandBus inside = bus.using(copyOfFirst(1));
    inside.dispatch(new Put("a", 480));
    inside.dispatch(new Take("a", 40));
    // and it is rolled back; another event comes to stand under the same sequences
    otherNode.dispatch(new PutOneByOne("a", 2));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 460)))
        .isInstanceOfSatisfying(
            TooFewCoins.class, rejected -> assertThat(rejected.data()).containsEntry("there", 22L));

    assertThat(otherNode.state(PURSE, "a")).isEqualTo(new Purse(22, 3));
  }

  @Test
  void staysOutOfACallersTransaction() {
    bus.dispatch(new Put("a", 20));
    CommandBus inside = bus.using(copyOfFirst(1));

    inside.dispatch(new Put("a", 1));

    assertThat(inside.stateCacheStatistics().hits()).isZero();
    assertThat(bus.stateCacheStatistics().hits()).isZero();
    // and the caller's transaction took nothing out of the cache
    int before = store.reads();
    bus.dispatch(new Put("a", 1));
    assertThat(store.reads()).isEqualTo(before);
  }

  @Test
  void readsAgainAfterAnUnknownOutcomeWhateverBecameOfIt() {
    bus.dispatch(new Put("a", 10));
    bus.dispatch(new Put("b", 10));
    store.failAfterNextAppend(new AppendOutcomeUnknown(A, new IllegalStateException("lost")));
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 10)))
        .isInstanceOf(AppendOutcomeUnknown.class);
    int before = store.reads();

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 10))).isInstanceOf(TooFewCoins.class);
    bus.dispatch(new Put("b", 1));

    // one load each, and no more: neither was decided on what had been cached
    assertThat(store.reads()).isEqualTo(before + 2);
    assertThat(bus.stateCacheStatistics().hits()).isEqualTo(1);
    assertThat(bus.stateCacheStatistics().doubted()).isEqualTo(2);
  }

  @Test
  void readsAgainAfterAnyOtherFailureOfAnAppend() {
    bus.dispatch(new Put("a", 10));
    bus.dispatch(new Put("b", 10));
    store.failAfterNextAppend(new EventStoreException("odd", null));
    assertThatThrownBy(() -> bus.dispatch(new Put("a", 10)))
        .isInstanceOf(EventStoreException.class);
    int before = store.reads();

    bus.dispatch(new Put("a", 1));
    bus.dispatch(new Put("b", 1));

    assertThat(store.reads()).isEqualTo(before + 1);
    assertThat(bus.stateCacheStatistics().doubted()).isEqualTo(1);
  }

  @Test
  void decidesOnTheStoredEventsWhenTheStoreHasLostSome() {
    bus.dispatch(new Put("a", 20));
    bus.dispatch(new Put("a", 480));
    store.replaceBy(copyOfFirst(1));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 460)))
        .isInstanceOfSatisfying(
            TooFewCoins.class, rejected -> assertThat(rejected.data()).containsEntry("there", 20L));

    assertThat(store.events(A)).hasSize(1);
    // and it has learnt: what is cached now is the stored history
    int before = store.reads();
    bus.dispatch(new Take("a", 20));
    assertThat(store.reads()).isEqualTo(before);
    assertThat(otherNode.state(PURSE, "a")).isEqualTo(new Purse(0, 2));
  }

  @Test
  void dropsAStateThatTheStoreHasLostAlsoWhenItGivesUp() {
    otherNode.dispatch(new PutOneByOne("a", 2));
    CommandBus once =
        CommandBus.on(store)
            .aggregates(Purse.takingAfter(() -> store.replaceBy(copyOfFirst(1))))
            .stateCache(1)
            .attempts(1)
            .build();

    assertThatThrownBy(() -> once.dispatch(new Take("a", 1)))
        .isInstanceOf(ConcurrencyConflict.class);

    assertThat(once.stateCacheStatistics().doubted()).isEqualTo(1);
  }

  @Test
  void answersFromTheStoredHistoryOfTheSameLength() {
    bus.dispatch(new Put("a", 20));
    bus.dispatch(new Put("a", 480));
    store.replaceBy(copyOfFirst(1));
    otherNode.dispatch(new Put("a", 2));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 501)))
        .isInstanceOfSatisfying(
            TooFewCoins.class, rejected -> assertThat(rejected.data()).containsEntry("there", 22L));

    assertThatThrownBy(() -> bus.dispatch(new Take("a", 460))).isInstanceOf(TooFewCoins.class);
    assertThat(bus.stateCacheStatistics().doubted()).isEqualTo(1);
  }

  @Test
  void answersAnEmptyDecisionAndAStateFromTheStoredHistory() {
    bus.dispatch(new Put("a", 20));
    bus.dispatch(new PutOneByOne("a", 2));
    store.replaceBy(copyOfFirst(1));

    assertThat(bus.dispatch(new Count("a")).sequence()).isEqualTo(1);

    bus.dispatch(new Put("a", 5));
    store.replaceBy(copyOfFirst(1));
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(20, 1));
  }
}

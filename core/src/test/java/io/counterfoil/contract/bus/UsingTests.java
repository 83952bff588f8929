package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a bus does on streams that it was lent: one attempt, and no snapshot. */
abstract class UsingTests {
  private static final StreamId A = new StreamId("purse", "a");
  private static final DispatchOptions KEY = DispatchOptions.key("row-17");

  private EventStore store;
  private SnapshotStore snapshots;
  private LentStreams lent;
  private CommandBus bus;
  private CommandBus lentBus;

  abstract EventStore emptyStore(EventTypes types);

  abstract SnapshotStore emptySnapshots();

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    snapshots = emptySnapshots();
    lent = new LentStreams(store);
    bus =
        CommandBus.on(store)
            .aggregates(PURSE)
            .snapshots(snapshots, SnapshotPolicy.every(10))
            .snapshotExecutor(Runnable::run)
            .build();
    lentBus = bus.using(lent);
  }

  @Test
  void decidesAndAppendsOnTheStreamsThatItWasLent() {
    bus.dispatch(new Put("a", 10));

    CommandResult result = lentBus.dispatch(new Take("a", 4));

    assertThat(result.sequence()).isEqualTo(2);
    assertThat(lent.appends()).hasSize(1);
    assertThat(lent.appends().get(0).expected()).isEqualTo(ExpectedVersion.exactly(1));
    assertThat(lentBus.state(PURSE, "a")).isEqualTo(new Purse(6, 2));
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(6, 2));
    assertThat(lentBus.stateAt(PURSE, "a", 1)).isEqualTo(new Purse(10, 1));
  }

  @Test
  void takesTheStoreItselfForLentStreams() {
    CommandResult result = bus.using(store).dispatch(new Put("a", 3), KEY);

    assertThat(result.repeated()).isFalse();
    assertThat(bus.using(store).dispatch(new Put("a", 3), KEY).repeated()).isTrue();
    assertThat(bus.dispatch(new Put("a", 3), KEY).repeated()).isTrue();
    assertThat(store.events(A)).hasSize(1);
  }

  @Test
  void triesOnceAndHandsTheConflictToTheCaller() {
    bus.dispatch(new Put("a", 10));
    AtomicInteger decisions = new AtomicInteger();
    CommandBus overtaken =
        CommandBus.on(store)
            .aggregates(
                Purse.takingAfter(
                    () -> {
                      decisions.incrementAndGet();
                      bus.dispatch(new Put("a", 1));
                    }))
            .build()
            .using(store);

    assertThatThrownBy(() -> overtaken.dispatch(new Take("a", 5)))
        .isInstanceOfSatisfying(
            ConcurrencyConflict.class,
            conflict -> {
              assertThat(conflict.expected()).isEqualTo(ExpectedVersion.exactly(1));
              assertThat(conflict.actual()).isEqualTo(2);
            });

    assertThat(decisions).hasValue(1);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(11, 2));
  }

  @Test
  void takesNoSnapshot() {
    lentBus.dispatch(new PutOneByOne("a", 25));

    assertThat(snapshots.newest(A, 1)).isEmpty();
    bus.dispatch(new PutOneByOne("a", 5));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(30L);
  }

  @Test
  void beginsWithTheSnapshotsThatThereAre() {
    bus.dispatch(new PutOneByOne("a", 10));
    bus.dispatch(new PutOneByOne("a", 4));

    CommandResult result = lentBus.dispatch(new Take("a", 14));

    assertThat(result.events())
        .extracting(RecordedEvent::payload)
        .containsExactly(new CoinsTaken(14, 0));
    // its own last event, to confirm the snapshot, and the four since
    assertThat(lent.handedOn()).isEqualTo(5);
  }

  @Test
  void asksForStateSnapshotAndOutcomeWithOneLoad() {
    bus.dispatch(new Put("a", 10), KEY);

    CommandResult again = lentBus.dispatch(new Put("a", 10), KEY);

    assertThat(again.repeated()).isTrue();
    assertThat(lent.appends()).isEmpty();
    assertThat(lent.loads())
        .singleElement()
        .satisfies(
            load -> {
              assertThat(load.stream()).isEqualTo(A);
              assertThat(load.key()).contains("row-17");
              assertThat(load.snapshots()).map(LoadQuery.Snapshots::stateVersion).contains(1);
            });
    assertThat(lent.outcomesAskedFor()).as("questions for the outcome alone").isZero();
  }

  @Test
  void decidesNothingForAKeyWhoseOutcomeTheLoadFinds() {
    bus.dispatch(new Put("a", 10));
    bus.dispatch(new Take("a", 7), KEY);
    AtomicInteger decisions = new AtomicInteger();
    CommandBus counting =
        CommandBus.on(store).aggregates(Purse.takingAfter(decisions::incrementAndGet)).build();

    assertThat(counting.dispatch(new Take("a", 7), KEY).repeated()).isTrue();
    assertThat(counting.using(lent).dispatch(new Take("a", 7), KEY).repeated()).isTrue();

    assertThat(decisions).hasValue(0);
  }

  @Test
  void remembersARejectionOnTheStreamsThatItWasLent() {
    assertThatThrownBy(() -> lentBus.dispatch(new Take("a", 1), KEY))
        .isInstanceOf(TooFewCoins.class);

    assertThat(lent.appends()).hasSize(1);
    assertThat(store.outcome(A, "row-17"))
        .hasValueSatisfying(outcome -> assertThat(outcome.rejection()).isPresent());
    assertThat(store.events(A)).isEmpty();
  }
}

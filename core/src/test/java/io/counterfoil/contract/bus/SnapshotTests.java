package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Aggregate;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What snapshots do: save time, and nothing else. */
abstract class SnapshotTests {
  private static final StreamId A = new StreamId("purse", "a");

  private EventStore store;
  private SnapshotStore snapshots;
  private CommandBus bus;

  abstract EventStore emptyStore(EventTypes types);

  abstract SnapshotStore emptySnapshots();

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    snapshots = emptySnapshots();
    bus = busWith(snapshots, PURSE);
  }

  private CommandBus busWith(SnapshotStore snapshotStore, Aggregate<?, ?, ?> aggregate) {
    return CommandBus.on(store)
        .aggregates(aggregate)
        .snapshots(snapshotStore, SnapshotPolicy.every(10))
        .build();
  }

  @Test
  void keepsTheStateEachTimeTheStreamPassesAMultiple() {
    bus.dispatch(new PutOneByOne("a", 9));
    assertThat(snapshots.newest(A, 1)).isEmpty();

    bus.dispatch(new PutOneByOne("a", 3));

    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(12L);
    bus.dispatch(new PutOneByOne("a", 7));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(12L);
    bus.dispatch(new Put("a", 1));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(20L);
  }

  @Test
  void foldsOnlyTheEventsSinceTheSnapshot() {
    bus.dispatch(new PutOneByOne("a", 10));
    bus.dispatch(new PutOneByOne("a", 4));
    AtomicInteger folds = new AtomicInteger();

    Purse state = busWith(snapshots, counting(folds)).state(counting(folds), "a");

    assertThat(state).isEqualTo(new Purse(14, 14));
    assertThat(folds).hasValue(4);
  }

  @Test
  void rebuildsTheSameStateWithAndWithoutSnapshots() {
    for (int i = 1; i <= 35; i++) {
      bus.dispatch(i % 5 == 0 ? new Take("a", 2) : new Put("a", i));
    }
    Purse withSnapshots = bus.state(PURSE, "a");

    snapshots.delete(A);

    assertThat(bus.state(PURSE, "a")).isEqualTo(withSnapshots);
    assertThat(bus.stateAt(PURSE, "a", 35)).isEqualTo(withSnapshots);
  }

  @Test
  void decidesOnASnapshotAndTheEventsSince() {
    bus.dispatch(new PutOneByOne("a", 10));
    bus.dispatch(new Take("a", 4));

    bus.dispatch(new Take("a", 6));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(0, 12));
  }

  @Test
  void answersAnEmptyDecisionOnASnapshotWithThePositionOfItsEvent() {
    long position = bus.dispatch(new PutOneByOne("a", 10)).position();

    assertThat(bus.dispatch(new PurseCommand.Count("a")).position()).isEqualTo(position);
  }

  @Test
  void ignoresASnapshotOfAnotherSchemaVersion() {
    bus.dispatch(new PutOneByOne("a", 10));
    AtomicInteger folds = new AtomicInteger();
    Aggregate<PurseCommand, Purse, PurseEvent> next = Purse.purse(2);

    assertThat(busWith(snapshots, next).state(next, "a")).isEqualTo(new Purse(10, 10));

    busWith(snapshots, next).dispatch(new PutOneByOne("a", 10));
    assertThat(snapshots.newest(A, 2)).map(Snapshot::sequence).contains(20L);
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(10L);
    assertThat(busWith(snapshots, counting(folds)).state(counting(folds), "a").balance())
        .isEqualTo(20);
    assertThat(folds).hasValue(10);
  }

  @Test
  void ignoresAndReplacesASnapshotThatCannotBeRead() {
    bus.dispatch(new PutOneByOne("a", 9));
    UUID last = lastEventId();
    snapshots.save(new Snapshot(A, 1, 9, last, "{\"balance\":\"much\"}"));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(9, 9));

    bus.dispatch(new Put("a", 1));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(10L);
  }

  @Test
  void ignoresAndReplacesASnapshotOfAnotherHistory() {
    bus.dispatch(new PutOneByOne("a", 9));
    snapshots.save(new Snapshot(A, 1, 9, UUID.randomUUID(), "{\"balance\":999,\"events\":9}"));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(9, 9));

    bus.dispatch(new Put("a", 1));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(10L);
  }

  @Test
  void ignoresAndReplacesASnapshotAheadOfTheStream() {
    bus.dispatch(new PutOneByOne("a", 9));
    snapshots.save(new Snapshot(A, 1, 50, UUID.randomUUID(), "{\"balance\":999,\"events\":50}"));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(9, 9));
    bus.dispatch(new Take("a", 9));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(0, 10));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(10L);
  }

  @Test
  void neverFailsACommandForASnapshotStoreThatFails() {
    CommandBus unlucky = busWith(new BrokenSnapshots(), PURSE);

    unlucky.dispatch(new PutOneByOne("a", 10));
    unlucky.dispatch(new Take("a", 10));

    assertThat(unlucky.state(PURSE, "a")).isEqualTo(new Purse(0, 11));
  }

  @Test
  void neverFailsACommandForAPolicyOrStoreThatBreaksDown() {
    CommandBus policy =
        CommandBus.on(store)
            .aggregates(PURSE)
            .snapshots(
                snapshots,
                (before, after) -> {
                  throw new StackOverflowError("in a policy");
                })
            .build();

    assertThat(policy.dispatch(new Put("a", 1)).sequence()).isEqualTo(1);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(1, 1));
  }

  private UUID lastEventId() {
    List<RecordedEvent> events = store.events(A);
    return events.get(events.size() - 1).eventId();
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> counting(AtomicInteger folds) {
    return Aggregate.named("purse", PurseEvent.class, Purse.EMPTY)
        .on(CoinsPut.class, (purse, event) -> counted(folds, purse, event.balance()))
        .on(CoinsTaken.class, (purse, event) -> counted(folds, purse, event.balance()))
        .identifiedBy(PurseCommand.class, PurseCommand::purseId)
        .handle(Put.class, (put, purse) -> List.of())
        .handle(PutOneByOne.class, (put, purse) -> List.of())
        .handle(Take.class, (take, purse) -> List.of())
        .handle(PurseCommand.Count.class, (count, purse) -> List.of())
        .build();
  }

  private static Purse counted(AtomicInteger folds, Purse purse, long balance) {
    folds.incrementAndGet();
    return new Purse(balance, purse.events() + 1);
  }

  private static final class BrokenSnapshots implements SnapshotStore {
    @Override
    public Optional<Snapshot> newest(StreamId stream, int stateVersion) {
      throw new EventStoreException("no connection", null);
    }

    @Override
    public void save(Snapshot snapshot) {
      throw new EventStoreException("no connection", null);
    }

    @Override
    public void delete(StreamId stream) {
      throw new EventStoreException("no connection", null);
    }
  }
}

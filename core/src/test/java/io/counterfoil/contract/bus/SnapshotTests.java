package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static io.counterfoil.contract.bus.Voucher.VOUCHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.AggregateClosed;
import io.counterfoil.Metadata;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotDifference;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.FaultySnapshots;
import io.counterfoil.contract.bus.Purse.PurseCommand;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsPut;
import io.counterfoil.contract.bus.Purse.PurseEvent.CoinsTaken;
import io.counterfoil.contract.bus.Purse.TooFewCoins;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Issue;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.MakeVoid;
import io.counterfoil.contract.bus.Voucher.VoucherEvent;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherUsed;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherVoided;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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

  abstract SnapshotStore snapshotsKeeping(int newest);

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
        .snapshotExecutor(Runnable::run)
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
  void fallsBackToAnOlderSnapshotWhereOneIsKept() {
    AtomicInteger folds = new AtomicInteger();
    FaultySnapshots two = new FaultySnapshots(snapshotsKeeping(2));
    CommandBus keeping = busWith(two, PURSE);
    keeping.dispatch(new PutOneByOne("a", 10));
    keeping.dispatch(new PutOneByOne("a", 9));
    two.save(new Snapshot(A, 1, 19, lastEventId(), "{\"balance\":\"much\"}"));
    CommandBus reading = busWith(two, counting(folds));

    assertThat(reading.state(counting(folds), "a")).isEqualTo(new Purse(19, 19));

    assertThat(folds).as("from the snapshot at 10 on").hasValue(9);
    assertThat(two.newest(A, 1)).map(Snapshot::sequence).contains(10L);
    assertThat(reading.snapshotStatistics().ignored()).isEqualTo(1);
  }

  @Test
  void fallsBackToAnOlderSnapshotOfThisHistory() {
    FaultySnapshots three = new FaultySnapshots(snapshotsKeeping(3));
    CommandBus keeping = busWith(three, PURSE);
    keeping.dispatch(new PutOneByOne("a", 10));
    three.save(new Snapshot(A, 1, 50, UUID.randomUUID(), "{\"balance\":999,\"events\":50}"));
    three.save(new Snapshot(A, 1, 40, UUID.randomUUID(), "{\"balance\":999,\"events\":40}"));

    assertThat(keeping.dispatch(new Take("a", 10)).sequence()).isEqualTo(11);

    assertThat(keeping.snapshotStatistics().ignored()).isEqualTo(2);
    assertThat(three.newest(A, 1)).map(Snapshot::sequence).contains(10L);
  }

  @Test
  void letsTwoVersionsOfTheApplicationRunSideBySide() {
    AtomicInteger foldsOfOld = new AtomicInteger();
    AtomicInteger foldsOfNew = new AtomicInteger();
    CommandBus old = busWith(snapshots, PURSE);
    CommandBus young = busWith(snapshots, Purse.purse(2));
    for (int i = 0; i < 5; i++) {
      old.dispatch(new PutOneByOne("a", 10));
      young.dispatch(new PutOneByOne("a", 10));
    }

    assertThat(busWith(snapshots, counting(foldsOfOld, 1)).state(counting(foldsOfOld, 1), "a"))
        .isEqualTo(busWith(snapshots, counting(foldsOfNew, 2)).state(counting(foldsOfNew, 2), "a"))
        .isEqualTo(new Purse(100, 100));
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(90L);
    assertThat(snapshots.newest(A, 2)).map(Snapshot::sequence).contains(100L);
    assertThat(foldsOfOld).hasValue(10);
    assertThat(foldsOfNew).hasValue(0);
  }

  @Test
  void changesNothingButTimeWhenAllAreDeleted() {
    CommandBus without = CommandBus.on(store).aggregates(PURSE).build();
    for (int i = 1; i <= 35; i++) {
      bus.dispatch(i % 5 == 0 ? new Take("a", 2) : new Put("a", i));
      bus.dispatch(new Put("b", i));
      if (i % 12 == 0) {
        snapshots.deleteAll();
        assertThat(snapshots.newest(A, 1)).isEmpty();
      }
    }

    for (String purse : List.of("a", "b")) {
      assertThat(bus.state(PURSE, purse)).isEqualTo(without.state(PURSE, purse));
    }
    snapshots.deleteAll();
    assertThat(bus.state(PURSE, "a")).isEqualTo(without.state(PURSE, "a"));
    assertThatThrownBy(() -> bus.dispatch(new Take("a", 10_000))).isInstanceOf(TooFewCoins.class);
  }

  @Test
  void provesThatASnapshotLeadsToWhatTheEventsLeadTo() {
    bus.dispatch(new PutOneByOne("a", 14));
    bus.dispatch(new PutOneByOne("b", 14));
    bus.dispatch(new PutOneByOne("c", 4));
    List<SnapshotDifference> found = new ArrayList<>();

    assertThat(bus.verifySnapshot(PURSE, "a")).isEmpty();
    assertThat(bus.verifySnapshot(PURSE, "c")).isEmpty();
    assertThat(bus.verifySnapshots(PURSE, found::add)).isEqualTo(2);
    assertThat(found).isEmpty();
    bus.dispatch(new Put("a", 1));

    snapshots.delete(A);
    UUID last = lastEventId();
    snapshots.save(new Snapshot(A, 1, 15, last, "{\"balance\":15,\"events\":99}"));
    bus.dispatch(new Put("a", 1));

    assertThat(bus.verifySnapshot(PURSE, "a")).contains(new SnapshotDifference(A, 16));
    assertThat(bus.verifySnapshot(PURSE, "b")).isEmpty();
    assertThat(bus.verifySnapshots(PURSE, found::add)).isEqualTo(2);
    assertThat(found).containsExactly(new SnapshotDifference(A, 16));
    assertThatThrownBy(
            () -> CommandBus.on(store).aggregates(PURSE).build().verifySnapshot(PURSE, "a"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsTheEndOfAClosedAggregateInMind() {
    EventStore vouchers = emptyStore(EventTypes.of(VoucherEvent.class));
    SnapshotStore ends = emptySnapshots();
    CommandBus closing =
        CommandBus.on(vouchers)
            .aggregates(VOUCHER)
            .snapshots(ends, SnapshotPolicy.onEvent(VoucherVoided.class))
            .snapshotExecutor(Runnable::run)
            .build();
    StreamId stream = new StreamId("voucher", "a");
    closing.dispatch(new Issue("a", 10));
    closing.dispatch(new MakeVoid("a"));
    assertThat(ends.newest(stream, 1)).map(Snapshot::sequence).contains(2L);

    assertThatThrownBy(() -> closing.dispatch(new MakeVoid("a")))
        .isInstanceOf(AggregateClosed.class);

    vouchers.append(
        Append.of(
            stream,
            ExpectedVersion.any(),
            List.of(new VoucherVoided()),
            Metadata.at(Instant.EPOCH)));
    assertThatThrownBy(() -> closing.dispatch(new MakeVoid("a")))
        .isInstanceOf(AggregateClosed.class);
  }

  @Test
  void takesNoSnapshotThatWouldHideTheEndOfAnAggregate() {
    EventStore vouchers = emptyStore(EventTypes.of(VoucherEvent.class));
    SnapshotStore ends = emptySnapshots();
    Queue<Runnable> waiting = new ArrayDeque<>();
    CommandBus closing =
        CommandBus.on(vouchers)
            .aggregates(VOUCHER)
            .snapshots(ends, SnapshotPolicy.onEvent(VoucherVoided.class))
            .snapshotExecutor(waiting::add)
            .build();
    StreamId stream = new StreamId("voucher", "a");
    closing.dispatch(new Issue("a", 10));
    closing.dispatch(new MakeVoid("a"));
    vouchers.append(
        Append.of(
            stream,
            ExpectedVersion.any(),
            List.of(new VoucherUsed(0)),
            Metadata.at(Instant.EPOCH)));

    waiting.remove().run();

    assertThat(ends.newest(stream, 1)).isEmpty();
    assertThatThrownBy(() -> closing.dispatch(new MakeVoid("a")))
        .isInstanceOf(AggregateClosed.class);
  }

  private UUID lastEventId() {
    List<RecordedEvent> events = store.events(A);
    return events.get(events.size() - 1).eventId();
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> counting(AtomicInteger folds) {
    return counting(folds, 1);
  }

  private static Aggregate<PurseCommand, Purse, PurseEvent> counting(
      AtomicInteger folds, int stateVersion) {
    return Aggregate.named("purse", PurseEvent.class, Purse.EMPTY)
        .on(CoinsPut.class, (purse, event) -> counted(folds, purse, event.balance()))
        .on(CoinsTaken.class, (purse, event) -> counted(folds, purse, event.balance()))
        .stateVersion(stateVersion)
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
}

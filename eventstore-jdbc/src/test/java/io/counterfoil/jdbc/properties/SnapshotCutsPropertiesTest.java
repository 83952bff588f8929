package io.counterfoil.jdbc.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.FaultySnapshots;
import io.counterfoil.jdbc.properties.Till.TillCommand;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.memory.InMemorySnapshotStore;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A snapshot saves time and changes nothing, wherever in a history it was taken. */
class SnapshotCutsPropertiesTest {
  private static final StreamId STREAM = new StreamId("till", "t");

  @Provide
  Arbitrary<List<TillCommand>> histories() {
    return Tills.commands("t").list().ofMaxSize(25);
  }

  @Property(tries = 150)
  void theFoldOfAllEqualsTheFoldOfASnapshotAndItsTailAtEveryCut(
      @ForAll("histories") List<TillCommand> commands) {
    EventStore store = InMemoryEventStore.of(Till.TYPES).encoding();
    CommandBus bus = CommandBus.on(store).aggregates(Till.TILL).build();
    commands.forEach(command -> dispatch(bus, command));
    List<RecordedEvent> events = store.events(STREAM);

    for (int cut = 1; cut <= events.size(); cut++) {
      FaultySnapshots snapshots = new FaultySnapshots(InMemorySnapshotStore.create());
      snapshots.save(snapshot(events.subList(0, cut)));
      CommandBus restored =
          CommandBus.on(store)
              .aggregates(Till.TILL)
              .snapshots(snapshots, SnapshotPolicy.every(1_000))
              .build();

      int calls = snapshots.calls();
      assertThat(restored.state(Till.TILL, "t")).as("cut %d", cut).isEqualTo(Tills.folded(events));
      // Or all events were folded, and nothing is proved of snapshots.
      assertThat(snapshots.calls()).isEqualTo(calls + 1);
      assertThat(restored.snapshotStatistics().ignored()).isZero();
      assertThat(restored.snapshotStatistics().unread()).isZero();
    }
  }

  private static Snapshot snapshot(List<RecordedEvent> events) {
    RecordedEvent last = events.get(events.size() - 1);
    return new Snapshot(
        STREAM,
        Till.TILL.stateVersion(),
        last.sequence(),
        last.eventId(),
        Till.TYPES.codec().encode(Tills.folded(events)));
  }

  private static void dispatch(CommandBus bus, TillCommand command) {
    try {
      bus.dispatch(command);
    } catch (CommandRejected rejected) {
      // a "no" is part of many a history
    }
  }
}

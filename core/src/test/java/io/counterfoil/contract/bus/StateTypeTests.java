package io.counterfoil.contract.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.counterfoil.Aggregate;
import io.counterfoil.AggregateBuilder;
import io.counterfoil.Event;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.bus.StateTypeTests.DoorEvent.DoorOpened;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** States of more than one class: a snapshot keeps which one it was, or is not taken at all. */
abstract class StateTypeTests {
  private static final StreamId FRONT = new StreamId("door", "front");

  private EventStore store;
  private SnapshotStore snapshots;

  sealed interface DoorEvent extends Event {
    record DoorOpened(int guests) implements DoorEvent {}
  }

  record Open(int guests) {}

  sealed interface Door {
    record Shut() implements Door {}

    sealed interface Wide extends Door {
      record Ajar(int guests) implements Wide {}
    }
  }

  /** Nobody can list what is below it. */
  interface Gate {
    record Shut() implements Gate {}

    record Ajar(int guests) implements Gate {}
  }

  /** One of its members has no form in JSON. */
  sealed interface Lock {
    record Shut() implements Lock {}

    enum Broken implements Lock {
      HALF
    }
  }

  abstract EventStore emptyStore(EventTypes types);

  abstract SnapshotStore emptySnapshots();

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(DoorEvent.class));
    snapshots = emptySnapshots();
  }

  @Test
  void keepsWhichOfASealedFamilyAStateWas() {
    Aggregate<Open, Door, DoorEvent> doors =
        aggregate(
            Aggregate.<Door, DoorEvent>named("door", DoorEvent.class, new Door.Shut())
                .on(DoorOpened.class, (door, event) -> new Door.Wide.Ajar(event.guests())));
    CommandBus bus = busOf(doors);

    bus.dispatch(new Open(3));

    assertThat(snapshots.newest(FRONT, 1))
        .map(Snapshot::state)
        .contains("{\"@type\":\"Ajar\",\"guests\":3}");
    assertThat(bus.state(doors, "front")).isEqualTo(new Door.Wide.Ajar(3));
    assertThat(bus.verifySnapshot(doors, "front")).isEmpty();
    assertThat(bus.snapshotStatistics().ignored()).isZero();
  }

  @Test
  void findsASnapshotOfAnotherMemberOfTheFamily() {
    Aggregate<Open, Door, DoorEvent> doors =
        aggregate(
            Aggregate.<Door, DoorEvent>named("door", DoorEvent.class, new Door.Shut())
                .on(DoorOpened.class, (door, event) -> new Door.Shut()));
    CommandBus bus = busOf(doors);
    bus.dispatch(new Open(3));
    Snapshot right = snapshots.newest(FRONT, 1).orElseThrow();
    snapshots.deleteAll();
    snapshots.save(
        new Snapshot(FRONT, 1, 1, right.lastEventId(), "{\"@type\":\"Ajar\",\"guests\":3}"));

    assertThat(bus.verifySnapshot(doors, "front")).isPresent();
  }

  @Test
  void neverKeepsAStateThatWouldBeReadBackAsAnother() {
    Aggregate<Open, Gate, DoorEvent> gates =
        aggregate(
            Aggregate.<Gate, DoorEvent>named("door", DoorEvent.class, new Gate.Shut())
                .on(DoorOpened.class, (gate, event) -> new Gate.Ajar(event.guests())));
    CommandBus bus = busOf(gates);
    Logger logger = (Logger) LoggerFactory.getLogger("io.counterfoil.command.SnapshotTaking");
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    logger.addAppender(told);

    try {
      bus.dispatch(new Open(3));
      bus.dispatch(new Open(4));
    } finally {
      logger.detachAppender(told);
    }

    assertThat(snapshots.newest(FRONT, 1)).isEmpty();
    assertThat(bus.state(gates, "front")).isEqualTo(new Gate.Ajar(4));
    assertThat(bus.snapshotStatistics().failed()).isEqualTo(2);
    assertThat(told.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    assertThat(told.list.get(0).getFormattedMessage())
        .contains("door/front")
        .contains("the value is a " + Gate.Ajar.class.getName());
  }

  @Test
  void refusesToKeepSnapshotsOfAFamilyThatHasNoFormUnlessToldWhichMemberItIs() {
    AggregateBuilder<Lock, DoorEvent> locks =
        Aggregate.<Lock, DoorEvent>named("door", DoorEvent.class, new Lock.Shut())
            .on(DoorOpened.class, (lock, event) -> lock);

    assertThatThrownBy(() -> busOf(aggregate(locks)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no snapshots of 'door' can be kept")
        .hasMessageContaining(Lock.Broken.class.getName())
        .hasMessageContaining("AggregateBuilder.stateType");

    busOf(aggregate(locks.stateType(Lock.Shut.class))).dispatch(new Open(3));
    assertThat(snapshots.newest(FRONT, 1)).map(Snapshot::state).contains("{}");
  }

  private CommandBus busOf(Aggregate<?, ?, ?> aggregate) {
    return CommandBus.on(store)
        .aggregates(aggregate)
        .snapshots(snapshots, SnapshotPolicy.every(1))
        .snapshotExecutor(Runnable::run)
        .build();
  }

  private static <S> Aggregate<Open, S, DoorEvent> aggregate(AggregateBuilder<S, DoorEvent> folds) {
    return folds
        .identifiedBy(Open.class, open -> "front")
        .handle(Open.class, (open, state) -> List.of(new DoorOpened(open.guests())))
        .build();
  }
}

package io.counterfoil.command;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.contract.FaultySnapshots;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is told, and tried, while a snapshot store fails. */
class SnapshotFailuresTest {
  private static final long SECOND = 1_000_000_000;
  private static final StreamId LAMP = new StreamId("lamp", "l");

  sealed interface LampEvent extends Event {
    record LampLit() implements LampEvent {}
  }

  record Light() {}

  private static final Aggregate<Light, String, LampEvent> AGGREGATE =
      Aggregate.named("lamp", LampEvent.class, "dark")
          .on(LampEvent.LampLit.class, (state, event) -> "lit")
          .identifiedBy(Light.class, command -> "l")
          .handle(Light.class, (light, state) -> List.of())
          .build();

  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Snapshots.class);
  private final AtomicLong time = new AtomicLong(-5 * SECOND);
  private final FaultySnapshots store = FaultySnapshots.broken();
  private final Snapshots snapshots =
      new Snapshots(store, EventTypes.of(LampEvent.class).codec(), time::get);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    told.start();
    logger.addAppender(told);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(told);
    logger.setLevel(null);
  }

  @Test
  void tellsOnceThatTheStoreFailsAndOnceThatItWorksAgain() {
    for (int i = 0; i < 5; i++) {
      load();
      time.addAndGet(2 * SECOND);
    }
    assertThat(told.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    assertThat(snapshots.unread()).isEqualTo(5);

    store.fail(false);
    store.save(new Snapshot(LAMP, 1, 1, new UUID(0, 1), "\"lit\""));
    load();
    load();

    assertThat(told.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.WARN, Level.INFO);
    assertThat(told.list.get(1).getFormattedMessage()).contains("after 5 failures");
    assertThat(snapshots.unread()).isEqualTo(5);

    store.fail(true);
    load();
    assertThat(told.list).hasSize(3);
  }

  @Test
  void leavesAStoreThatHasFailedAloneForASecond() {
    load();
    int asked = store.calls();

    time.addAndGet(SECOND / 2);
    load();
    snapshots.readOnly().wantedFor(AGGREGATE, LoadQuery.of(LAMP));

    assertThat(store.calls()).isEqualTo(asked);
    assertThat(snapshots.unread()).isEqualTo(3);
    time.addAndGet(SECOND);
    load();
    assertThat(store.calls()).isEqualTo(asked + 1);
  }

  /** Does what a load does with its query. */
  private void load() {
    snapshots
        .wantedFor(AGGREGATE, LoadQuery.of(LAMP))
        .snapshots()
        .flatMap(from -> from.newest(LAMP))
        .ifPresent(found -> snapshots.decode(AGGREGATE, found));
  }
}

package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandBusBuilder;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.command.SnapshotStatistics;
import io.counterfoil.contract.FaultySnapshots;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseCommand.PutOneByOne;
import io.counterfoil.contract.bus.Purse.PurseCommand.Take;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How snapshots are taken: apart from commands, and never to their harm. */
abstract class SnapshotTakingTests {
  private static final StreamId A = new StreamId("purse", "a");
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private EventStore store;
  private FaultySnapshots snapshots;

  abstract EventStore emptyStore(EventTypes types);

  abstract SnapshotStore emptySnapshots();

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    snapshots = new FaultySnapshots(emptySnapshots());
  }

  private CommandBusBuilder bus(SnapshotPolicy policy) {
    return CommandBus.on(store).aggregates(PURSE).snapshots(snapshots, policy);
  }

  @Test
  void takesThemOnAThreadOfItsOwn() throws Exception {
    CommandBus bus = bus(SnapshotPolicy.every(10)).build();

    bus.dispatch(new PutOneByOne("a", 10));

    assertThat(bus.drain(LONG)).isTrue();
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(10L);
    assertThat(bus.snapshotStatistics()).isEqualTo(new SnapshotStatistics(1, 0, 0, 0, 0, 0));
  }

  @Test
  void leavesItsExecutorAloneUntilOneIsDue() {
    CommandBus bus = bus(SnapshotPolicy.every(10)).snapshotExecutor(waiting::add).build();

    bus.dispatch(new PutOneByOne("a", 9));

    assertThat(waiting).isEmpty();
  }

  @Test
  void takesOneSnapshotOfAHotAggregateAndThatOfItsNewestState() throws Exception {
    CommandBus bus = bus(SnapshotPolicy.every(1)).snapshotExecutor(waiting::add).build();
    for (int i = 0; i < 20; i++) {
      bus.dispatch(new Put("a", 1));
    }
    bus.dispatch(new Put("b", 1));
    assertThat(waiting).hasSize(1);
    assertThat(bus.drain(Duration.ZERO)).isFalse();

    waiting.remove().run();

    assertThat(bus.drain(LONG)).isTrue();
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(20L);
    assertThat(snapshots.newest(new StreamId("purse", "b"), 1)).isPresent();
    assertThat(bus.snapshotStatistics()).isEqualTo(new SnapshotStatistics(2, 19, 0, 0, 0, 0));
  }

  @Test
  void dropsWhatIsTooMuch() {
    CommandBus bus = bus(SnapshotPolicy.every(1)).snapshotExecutor(waiting::add).build();

    for (int i = 0; i < 1_003; i++) {
      bus.dispatch(new Put("p-" + i, 1));
    }

    assertThat(bus.snapshotStatistics().dropped()).isEqualTo(3);
    waiting.remove().run();
    assertThat(bus.snapshotStatistics().taken()).isEqualTo(1_000);
  }

  @Test
  void goesOnWithoutAnExecutorThatRefuses() {
    CommandBus bus =
        bus(SnapshotPolicy.every(1))
            .snapshotExecutor(
                task -> {
                  throw new RejectedExecutionException("in a test");
                })
            .build();

    bus.dispatch(new Put("a", 1));
    bus.dispatch(new Put("a", 1));

    assertThat(bus.snapshotStatistics().dropped()).isEqualTo(2);
    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(2, 2));
  }

  @Test
  void waitsForNoSnapshotStoreThatHangs() throws Exception {
    CountDownLatch saving = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    snapshots.beforeSave(
        () -> {
          saving.countDown();
          await(released);
        });
    CommandBus bus = bus(SnapshotPolicy.every(1)).build();

    bus.dispatch(new Put("a", 1));
    await(saving);
    for (int i = 0; i < 5; i++) {
      bus.dispatch(new Put("a", 1));
    }

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(6, 6));
    assertThat(bus.snapshotStatistics().taken()).isZero();
    released.countDown();
    assertThat(bus.drain(LONG)).isTrue();
    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(6L);
  }

  @Test
  void neverFailsACommandForASnapshotStoreThatFails() {
    CommandBus bus = bus(SnapshotPolicy.every(10)).snapshotExecutor(Runnable::run).build();
    snapshots.fail(true);

    bus.dispatch(new PutOneByOne("a", 10));
    bus.dispatch(new Take("a", 10));
    bus.dispatch(new PutOneByOne("a", 10));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(10, 21));
    SnapshotStatistics statistics = bus.snapshotStatistics();
    assertThat(statistics.taken()).isZero();
    assertThat(statistics.failed()).isEqualTo(2);
    assertThat(statistics.unread()).isPositive();
  }

  @Test
  void takesSnapshotsAgainWhenTheStoreWorksAgain() {
    CommandBus bus = bus(SnapshotPolicy.every(1)).snapshotExecutor(Runnable::run).build();
    snapshots.fail(true);
    bus.dispatch(new Put("a", 1));
    snapshots.fail(false);

    bus.dispatch(new Put("a", 1));

    assertThat(snapshots.newest(A, 1)).map(Snapshot::sequence).contains(2L);
    assertThat(bus.snapshotStatistics().taken()).isEqualTo(1);
  }

  @Test
  void neverFailsACommandForAPolicyThatBreaksDown() {
    CommandBus bus =
        bus(change -> {
              throw new StackOverflowError("in a policy");
            })
            .build();

    assertThat(bus.dispatch(new Put("a", 1)).sequence()).isEqualTo(1);
    assertThat(bus.snapshotStatistics().failed()).isEqualTo(1);
  }

  @Test
  void takesNoneOnceItIsClosed() throws Exception {
    CommandBus bus = bus(SnapshotPolicy.every(1)).snapshotExecutor(Runnable::run).build();
    assertThat(bus.close(LONG)).isTrue();

    bus.dispatch(new Put("a", 1));

    assertThat(snapshots.newest(A, 1)).isEmpty();
    assertThat(bus.snapshotStatistics().dropped()).isEqualTo(1);
  }

  @Test
  void isClosedThoughOthersGoOnDispatching() throws Exception {
    CountDownLatch saving = new CountDownLatch(1);
    CommandBus bus = bus(SnapshotPolicy.every(1)).build();
    snapshots.beforeSave(
        () -> {
          saving.countDown();
          bus.dispatch(new Put("b", 1)); // due again, as long as any is taken
        });
    bus.dispatch(new Put("b", 1));
    await(saving);

    assertThat(bus.close(Duration.ofSeconds(10))).isTrue();

    assertThat(bus.snapshotStatistics().dropped()).isPositive();
  }

  @Test
  void waitsForEverWhereThatIsAskedFor() throws Exception {
    CommandBus bus = bus(SnapshotPolicy.every(1)).build();
    bus.dispatch(new Put("a", 1));

    assertThat(bus.drain(ChronoUnit.FOREVER.getDuration())).isTrue();
    assertThat(bus.drain(Duration.ofSeconds(Long.MIN_VALUE))).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

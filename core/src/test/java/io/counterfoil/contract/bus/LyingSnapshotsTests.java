package io.counterfoil.contract.bus;

import static io.counterfoil.contract.bus.Purse.PURSE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.command.CommandBus;
import io.counterfoil.command.SnapshotDifference;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.contract.FaultySnapshots;
import io.counterfoil.contract.bus.Purse.PurseCommand.Put;
import io.counterfoil.contract.bus.Purse.PurseEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Snapshot stores that break their contract, and proofs that must not rest on nothing. */
abstract class LyingSnapshotsTests {
  private static final StreamId A = new StreamId("purse", "a");

  private EventStore store;
  private SnapshotStore snapshots;

  abstract EventStore emptyStore(EventTypes types);

  abstract SnapshotStore emptySnapshots();

  @BeforeEach
  void setUp() {
    store = emptyStore(EventTypes.of(PurseEvent.class));
    snapshots = emptySnapshots();
    CommandBus.on(store).aggregates(PURSE).build().dispatch(new Put("a", 5));
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void loadsThoughTheSameUselessSnapshotComesAgainAndAgain() {
    Snapshot useless = new Snapshot(A, 1, 1, UUID.randomUUID(), "{\"balance\":9,\"events\":1}");
    CommandBus bus = busWith(new Stubborn(useless));

    assertThat(bus.state(PURSE, "a")).isEqualTo(new Purse(5, 1));
    assertThat(bus.dispatch(new Put("a", 1)).sequence()).isEqualTo(2);
  }

  @Test
  void loadsThoughTheSnapshotStoreReturnsNull() {
    CommandBus bus = busWith(new Stubborn(null));

    assertThat(bus.dispatch(new Put("a", 1)).sequence()).isEqualTo(2);
    assertThat(bus.snapshotStatistics().unread()).isPositive();
  }

  @Test
  void provesNothingWhileTheSnapshotStoreFails() {
    FaultySnapshots faulty = new FaultySnapshots(snapshots);
    CommandBus bus = busWith(faulty);
    faulty.save(lie());
    faulty.fail(true);

    assertThatThrownBy(() -> bus.verifySnapshot(PURSE, "a"))
        .isInstanceOf(EventStoreException.class);

    faulty.fail(false);
    List<SnapshotDifference> found = new ArrayList<>();
    assertThat(bus.verifySnapshots(PURSE, found::add)).isEqualTo(1);
    assertThat(found).as("looked at, though it has just failed").hasSize(1);
  }

  /** Of this history, and wrong all the same. */
  private Snapshot lie() {
    UUID last = store.events(A).get(0).eventId();
    return new Snapshot(A, 1, 1, last, "{\"balance\":999,\"events\":1}");
  }

  private CommandBus busWith(SnapshotStore kept) {
    return CommandBus.on(store).aggregates(PURSE).snapshots(kept, SnapshotPolicy.never()).build();
  }

  /** Gives the same whatever it is asked for, and deletes nothing. */
  private record Stubborn(@Nullable Snapshot answer) implements SnapshotStore {
    @Override
    @SuppressWarnings({"NullAway", "NullOptional", "OptionalAssignedToNull"}) // that is the lie
    public Optional<Snapshot> newestBelow(StreamId stream, int stateVersion, long sequence) {
      return answer == null ? null : Optional.of(answer);
    }

    @Override
    public void save(Snapshot snapshot) {}

    @Override
    public void discard(StreamId stream, int stateVersion, long sequence) {}

    @Override
    public void delete(StreamId stream) {}

    @Override
    public void deleteAll() {}

    @Override
    public void readStreams(Consumer<? super StreamId> consumer) {}
  }
}

package io.counterfoil.contract.bus;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import org.junit.jupiter.api.Nested;

/** Runs all that the command bus promises against one event store. */
public abstract class CommandBusContract {

  /**
   * Creates an event store.
   *
   * @param types its event types
   * @return an empty store
   */
  protected abstract EventStore emptyStore(EventTypes types);

  /**
   * Creates a snapshot store.
   *
   * @return an empty store; may lie beside the newest event store, or elsewhere
   */
  protected abstract SnapshotStore emptySnapshots();

  /**
   * Creates a snapshot store that keeps more than one of each stream and schema version.
   *
   * @param newest how many
   * @return an empty store
   */
  protected abstract SnapshotStore snapshotsKeeping(int newest);

  @Nested
  class Dispatching extends DispatchTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Creating extends CreationTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Closing extends ClosingTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Intercepting extends InterceptorTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class OtherThreads extends AsyncTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Uniqueness extends UniquenessTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Keys extends KeyTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Moments extends MomentTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class LentStreamsOfACaller extends UsingTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return CommandBusContract.this.emptySnapshots();
    }
  }

  @Nested
  class Snapshots extends SnapshotTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return CommandBusContract.this.emptySnapshots();
    }

    @Override
    SnapshotStore snapshotsKeeping(int newest) {
      return CommandBusContract.this.snapshotsKeeping(newest);
    }
  }

  @Nested
  class SnapshotsApart extends SnapshotTakingTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return CommandBusContract.this.emptySnapshots();
    }
  }

  @Nested
  class StateTypes extends StateTypeTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return CommandBusContract.this.emptySnapshots();
    }
  }

  @Nested
  class LyingSnapshots extends LyingSnapshotsTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return CommandBusContract.this.emptySnapshots();
    }
  }

  @Nested
  class FailingFolds extends FoldFailureTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class CachedStates extends StateCacheTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return CommandBusContract.this.emptySnapshots();
    }
  }

  @Nested
  class OldStates extends StateCacheStaleTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class Phantoms extends StateCachePhantomTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class CachedKeys extends StateCacheKeyTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }

  @Nested
  class CachedBooks extends StateCacheLedgerTests {
    @Override
    EventStore emptyStore(EventTypes types) {
      return CommandBusContract.this.emptyStore(types);
    }
  }
}

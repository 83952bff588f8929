package io.counterfoil.contract;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import org.junit.jupiter.api.Nested;

/**
 * Tests all that an {@link EventStore} promises. Whoever writes a store extends this one class, and
 * says how to make an empty store:
 *
 * <pre>{@code
 * class MyEventStoreTest extends EventStoreContract {
 *   @Override
 *   protected EventStore emptyStore(EventTypes types) {
 *     return MyEventStore.on(freshDatabase(), types);
 *   }
 * }
 * }</pre>
 *
 * <p>The tests stand in nested classes, one for each concern. For each single test, JUnit makes a
 * new object of the extending class and calls {@link #emptyStore} once, so {@code @BeforeEach} and
 * {@code @AfterEach} of that class open and close what a store needs. Tests use up to 20 threads,
 * some of which append or read while another stands inside a consumer: a store on a connection pool
 * must let them wait for a connection, and needs at least two connections.
 *
 * <p>No test is ever skipped, none depends on timing, and all together take seconds.
 */
public abstract class EventStoreContract {

  /** Has nothing to do; a store's class brings its own state. */
  protected EventStoreContract() {}

  /**
   * Makes a store without events or outcomes.
   *
   * @param types the events of the suite, which the store must be built with
   * @return the store
   */
  protected abstract EventStore emptyStore(EventTypes types);

  /**
   * Makes a snapshot store for {@link EventStore#load}. A store that asks for events and snapshot
   * with one query overrides this, and answers one that lies beside the newest event store.
   *
   * @return an empty store; in memory unless overridden
   */
  protected SnapshotStore emptySnapshots() {
    return new HeldSnapshots();
  }

  @Nested
  class Appending extends AppendContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Contents extends ContentContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class ExpectedVersions extends ExpectedVersionContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class ReadingStreams extends ReadStreamContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class ReadingTheLog extends ReadLogContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class StreamIdentity extends StreamIdentityContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Keys extends KeyContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Tailing extends TailingContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Listeners extends ListenerContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class BoundedMemory extends BoundedMemoryContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class SeveralStreams extends AppendAllContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class SeveralStreamsRefused extends AppendAllRefusalContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class SeveralStreamsKeys extends AppendAllKeyContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class SeveralStreamsRaces extends AppendAllRaceContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class SeveralStreamsReaders extends AppendAllReaderContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Loading extends LoadContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return new HeldSnapshots();
    }
  }

  @Nested
  class LoadingWithItsSnapshots extends LoadContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }

    @Override
    SnapshotStore emptySnapshots() {
      return EventStoreContract.this.emptySnapshots();
    }
  }

  @Nested
  class Forgetting extends ForgettingContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Status extends StatusContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class HardInputs extends HardInputContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class LogFilters extends LogFilterContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class LogRanges extends LogRangeContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class RandomQueries extends RandomQueryContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class OldNames extends OldNamesContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }

  @Nested
  class Audits extends AuditContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return EventStoreContract.this.emptyStore(types);
    }
  }
}

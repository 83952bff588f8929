package io.counterfoil.contract;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import org.junit.jupiter.api.Nested;

/**
 * Tests that a log can be moved out of a store and into it, by {@code io.counterfoil.transfer}.
 * Whoever writes a store that implements {@link EventStore#readOutcomes} and {@link
 * EventStore#intake} extends this class, beside {@link EventStoreContract}.
 */
public abstract class TransferContract {

  /** Has nothing to do; a store's class brings its own state. */
  protected TransferContract() {}

  /**
   * Makes a store without events or outcomes, apart from all that were made before.
   *
   * @param types the events of the suite, which the store must be built with
   * @return the store
   */
  protected abstract EventStore emptyStore(EventTypes types);

  @Nested
  class Moving extends MoveContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return TransferContract.this.emptyStore(types);
    }
  }

  @Nested
  class Payloads extends MovedPayloadContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return TransferContract.this.emptyStore(types);
    }
  }

  @Nested
  class Parts extends PartialExportContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return TransferContract.this.emptyStore(types);
    }
  }

  @Nested
  class Resuming extends ResumedImportContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return TransferContract.this.emptyStore(types);
    }
  }

  @Nested
  class Damage extends DamagedExportContract {
    @Override
    EventStore emptyStore(EventTypes types) {
      return TransferContract.this.emptyStore(types);
    }
  }
}

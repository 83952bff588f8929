package io.counterfoil.memory;

import io.counterfoil.contract.TransferContract;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import org.junit.jupiter.api.Nested;

/** Moves logs, whether the store keeps objects or JSON. */
class TransferTest {

  @Nested
  class OfObjects extends TransferContract {
    @Override
    protected EventStore emptyStore(EventTypes types) {
      return InMemoryEventStore.of(types);
    }
  }

  @Nested
  class OfJson extends TransferContract {
    @Override
    protected EventStore emptyStore(EventTypes types) {
      return InMemoryEventStore.of(types).encoding();
    }
  }
}

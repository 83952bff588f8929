package io.counterfoil.memory;

import io.counterfoil.contract.EventStoreContract;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;

class InMemoryEventStoreTest extends EventStoreContract {
  @Override
  protected EventStore emptyStore(EventTypes types) {
    return InMemoryEventStore.of(types);
  }
}

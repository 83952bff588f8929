package io.counterfoil.memory.torture;

import io.counterfoil.contract.torture.TortureContract;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;

class InMemoryTortureTest extends TortureContract {
  @Override
  protected EventStore emptyStore(EventTypes types) {
    return InMemoryEventStore.of(types);
  }
}

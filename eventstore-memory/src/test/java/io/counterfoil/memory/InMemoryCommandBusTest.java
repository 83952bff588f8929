package io.counterfoil.memory;

import io.counterfoil.contract.bus.CommandBusContract;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;

class InMemoryCommandBusTest extends CommandBusContract {

  @Override
  protected EventStore emptyStore(EventTypes types) {
    return InMemoryEventStore.of(types);
  }

  @Override
  protected SnapshotStore emptySnapshots() {
    return InMemorySnapshotStore.create();
  }

  @Override
  protected SnapshotStore snapshotsKeeping(int newest) {
    return InMemorySnapshotStore.create().keeping(newest);
  }
}

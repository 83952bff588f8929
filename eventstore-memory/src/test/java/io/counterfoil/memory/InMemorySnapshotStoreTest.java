package io.counterfoil.memory;

import io.counterfoil.contract.SnapshotStoreContract;
import io.counterfoil.store.SnapshotStore;

class InMemorySnapshotStoreTest extends SnapshotStoreContract {
  @Override
  protected SnapshotStore emptyStore() {
    return InMemorySnapshotStore.create();
  }

  @Override
  protected SnapshotStore emptyStoreKeeping(int newest) {
    return InMemorySnapshotStore.create().keeping(newest);
  }
}

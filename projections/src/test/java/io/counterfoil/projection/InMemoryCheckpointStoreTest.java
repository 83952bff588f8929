package io.counterfoil.projection;

class InMemoryCheckpointStoreTest extends CheckpointStoreSuite {
  @Override
  protected CheckpointStore createStore() {
    return new InMemoryCheckpointStore();
  }
}

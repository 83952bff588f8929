package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.CheckpointStore;
import io.counterfoil.projection.CheckpointStoreSuite;

class JdbcCheckpointStoreOnH2Test extends CheckpointStoreSuite {
  @Override
  protected CheckpointStore createStore() {
    return JdbcCheckpointStore.on(TestDatabases.h2Memory().dataSource());
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.CheckpointStore;
import io.counterfoil.projection.CheckpointStoreSuite;

class JdbcCheckpointStoreOnPostgresTest extends CheckpointStoreSuite {
  @Override
  protected CheckpointStore createStore() {
    return JdbcCheckpointStore.on(TestDatabases.postgres().dataSource());
  }
}

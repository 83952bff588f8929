package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class ReplayOnPostgresTest extends ReplaySuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

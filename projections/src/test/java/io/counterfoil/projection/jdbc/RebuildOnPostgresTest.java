package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class RebuildOnPostgresTest extends RebuildSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

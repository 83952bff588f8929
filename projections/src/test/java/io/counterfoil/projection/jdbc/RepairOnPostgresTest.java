package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class RepairOnPostgresTest extends RepairSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

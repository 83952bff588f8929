package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class DryRunOnPostgresTest extends DryRunSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

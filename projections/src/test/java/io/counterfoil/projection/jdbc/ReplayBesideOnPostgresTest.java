package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class ReplayBesideOnPostgresTest extends ReplayBesideSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

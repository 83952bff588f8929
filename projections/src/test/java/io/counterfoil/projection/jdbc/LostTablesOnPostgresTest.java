package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class LostTablesOnPostgresTest extends LostTablesSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

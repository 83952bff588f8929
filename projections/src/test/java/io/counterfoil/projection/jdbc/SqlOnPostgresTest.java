package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class SqlOnPostgresTest extends SqlSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class JdbcProjectionOnH2Test extends JdbcProjectionSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.h2Memory();
  }
}

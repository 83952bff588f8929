package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class RepairOnH2Test extends RepairSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.h2Memory();
  }
}

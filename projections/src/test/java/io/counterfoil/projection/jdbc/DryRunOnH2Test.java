package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class DryRunOnH2Test extends DryRunSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.h2Memory();
  }
}

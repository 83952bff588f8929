package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class ReplayOnH2Test extends ReplaySuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.h2Memory();
  }
}

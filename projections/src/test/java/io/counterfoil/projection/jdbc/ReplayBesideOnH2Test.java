package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class ReplayBesideOnH2Test extends ReplayBesideSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.h2Memory();
  }
}

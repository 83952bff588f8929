package io.counterfoil.projection.jdbc;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

class ParkingOnPostgresTest extends ParkingSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }
}

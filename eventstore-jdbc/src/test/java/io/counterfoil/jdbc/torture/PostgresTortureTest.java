package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.TestDatabases;

class PostgresTortureTest extends JdbcTorture {
  PostgresTortureTest() {
    super(TestDatabases.postgres());
  }
}

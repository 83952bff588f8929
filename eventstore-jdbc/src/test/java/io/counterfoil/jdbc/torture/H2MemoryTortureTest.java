package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.TestDatabases;

class H2MemoryTortureTest extends JdbcTorture {
  H2MemoryTortureTest() {
    super(TestDatabases.h2Memory());
  }
}

package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2FileTortureTest extends JdbcTorture {
  H2FileTortureTest(@TempDir Path directory) {
    super(TestDatabases.h2File(directory));
  }
}

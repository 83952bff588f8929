package io.counterfoil.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The databases that a test of both dialects runs on. */
enum Engine {
  H2_MEMORY {
    @Override
    TestDatabase fresh() {
      return TestDatabases.h2Memory();
    }
  },
  H2_FILE {
    @Override
    TestDatabase fresh() {
      return TestDatabases.h2File(temporary());
    }
  },
  POSTGRES {
    @Override
    TestDatabase fresh() {
      return TestDatabases.postgres();
    }
  };

  abstract TestDatabase fresh();

  /** Makes a database with the store's tables. */
  TestDatabase withTables() {
    TestDatabase database = fresh();
    JdbcSchema.of(database.dataSource()).create();
    return database;
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory(Files.createDirectories(Path.of("target", "h2")), "store");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

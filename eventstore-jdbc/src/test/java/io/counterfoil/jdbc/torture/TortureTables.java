package io.counterfoil.jdbc.torture;

import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;

/** Makes the store's tables, and one beside them that is none of the store's. */
final class TortureTables {
  private TortureTables() {}

  static TestDatabase create(TestDatabase database) {
    JdbcSchema.of(database.dataSource()).create();
    database.execute("CREATE TABLE elsewhere (n INTEGER)");
    return database;
  }

  /** Makes another database of the same PostgreSQL server, without tables of a store. */
  static TestDatabase inAnotherDatabase() {
    TestDatabase database = TestDatabases.postgres();
    database.execute("CREATE TABLE elsewhere (n INTEGER)");
    return database;
  }
}

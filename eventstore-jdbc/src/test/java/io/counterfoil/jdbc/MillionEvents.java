package io.counterfoil.jdbc;

/** Fills a PostgreSQL database with 1,000,000 events: one long stream, and ten rare events. */
final class MillionEvents {
  static final int EVENTS = 1_000_000;
  static final int RARE = 10;

  private MillionEvents() {}

  /** Events have times that grow with them, but for ten that are much older. */
  static TestDatabase fill() {
    TestDatabase database = Engine.POSTGRES.withTables();
    database.execute(
        "DROP INDEX counterfoil_events_by_type, counterfoil_events_by_agg_type,"
            + " counterfoil_events_by_time",
        """
        INSERT INTO counterfoil_events (aggregate_type, aggregate_id, "sequence", event_id, "type",
          schema_version, correlation_id, recorded_at, "data")
        SELECT CASE WHEN rare THEN 'rare' ELSE 'tally' END, CASE WHEN rare THEN 'r' ELSE 'long' END,
          CASE WHEN rare THEN before + 1 ELSE n - before END,
          CAST(lpad(to_hex(n), 32, '0') AS uuid), CASE WHEN rare THEN 'Seldom' ELSE 'Added' END, 1,
          'c-' || n, CASE WHEN n % 100000 = 70000 THEN n ELSE 1717250000000 + n * 10 END,
          '{"number":1}'
        FROM (SELECT n, n % 100000 = 50000 AS rare, (n + 49999) / 100000 AS before
          FROM generate_series(1, 1000000) n) numbered""");
    JdbcSchema.of(database.dataSource()).create(); // the indexes again
    database.execute("VACUUM ANALYZE counterfoil_events");
    return database;
  }
}

package io.counterfoil.jdbc;

/**
 * Builds PostgreSQL's append to several streams in one statement. Each append is looked at by
 * itself: in one form those are written that nothing speaks against, in the other all or none.
 */
final class BatchSql {
  /** Looks key and head up in an index for each append, whatever the planner thinks of sizes. */
  private static final String ADMITTED =
      """
      WITH looked AS MATERIALIZED (
        SELECT a.*,
          coalesce((SELECT "sequence" FROM %1$s e
            WHERE e."aggregate_type" = a."aggregate_type" AND e."aggregate_id" = a."aggregate_id"
            ORDER BY "sequence" DESC LIMIT 1), 0) AS "last",
          (SELECT 1 FROM %2$s o
            WHERE o."aggregate_type" = a."aggregate_type" AND o."aggregate_id" = a."aggregate_id"
              AND o."idempotency_key" = a."idempotency_key" LIMIT 1) AS "decided"
        FROM %4$sunnest((SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])), (SELECT CAST(? AS bigint[])), (SELECT CAST(? AS bigint[])),
            (SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])), (SELECT CAST(? AS integer[])), (SELECT CAST(? AS text[])),
            (SELECT CAST(? AS bigint[])))
          WITH ORDINALITY AS a("aggregate_type", "aggregate_id", "least", "most",
            "idempotency_key", "fingerprint", "event_count", "rejection", "recorded_at", "number")
      ), fit AS MATERIALIZED (
        SELECT * FROM looked WHERE "last" BETWEEN "least" AND "most" AND "decided" IS NULL
      ), admitted AS MATERIALIZED (
        SELECT * FROM fit%3$s
      ), decided AS (
        INSERT INTO %2$s ("aggregate_type", "aggregate_id", "idempotency_key", "fingerprint",
          "event_count", "last_sequence", "rejection", "recorded_at")
        SELECT "aggregate_type", "aggregate_id", "idempotency_key", "fingerprint", "event_count",
          "last" + "event_count", "rejection", "recorded_at"
        FROM admitted WHERE "idempotency_key" IS NOT NULL
        ORDER BY "aggregate_type", "aggregate_id"
      ), stored AS (
        INSERT INTO %1$s ("aggregate_type", "aggregate_id", "sequence", "event_id", "type",
          "schema_version", "correlation_id", "causation_id", "recorded_at", "headers", "data")
        SELECT a."aggregate_type", a."aggregate_id", a."last" + e."place", e."event_id", e."type",
          e."schema_version", e."correlation_id", e."causation_id", e."recorded_at", e."headers",
          e."data"
        FROM admitted a JOIN unnest((SELECT CAST(? AS bigint[])), (SELECT CAST(? AS integer[])), (SELECT CAST(? AS uuid[])),
            (SELECT CAST(? AS text[])), (SELECT CAST(? AS integer[])), (SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])),
            (SELECT CAST(? AS bigint[])), (SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])))
          AS e("number", "place", "event_id", "type", "schema_version", "correlation_id",
            "causation_id", "recorded_at", "headers", "data") ON e."number" = a."number"
        ORDER BY a."aggregate_type", a."aggregate_id", e."place"
        RETURNING "position", "aggregate_type", "aggregate_id", "sequence"
      )
      SELECT a."number", a."last", s."position"
      FROM admitted a LEFT JOIN stored s
        ON s."aggregate_type" = a."aggregate_type" AND s."aggregate_id" = a."aggregate_id"
      ORDER BY a."number", s."sequence\"""";

  private static final String ALL_OR_NONE =
      " WHERE (SELECT count(*) FROM fit) = (SELECT count(*) FROM looked)";

  /** A snapshot for each statement, whatever the pool's default is. */
  private static final String READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";

  /**
   * In the order of the array, and in a statement before the one that looks at the heads: whoever
   * waited here must see what the other has stored.
   */
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(h) FROM unnest(CAST(? AS bigint[])) h";

  /**
   * Sets, for this statement, how long it waits for a lock; joined to the rows that are written, so
   * that it is set before the first. ({@code SET LOCAL} in a statement before it would make the
   * server log a warning for each batch.)
   */
  static final String PATIENCE =
      "(SELECT set_config('lock_timeout', '100ms', true) AS \"set\") AS patience";

  private final String each;
  private final String all;

  BatchSql(JdbcTables tables) {
    String events = tables.events().quoted();
    String outcomes = tables.outcomes().quoted();
    this.each = ADMITTED.formatted(events, outcomes, "", PATIENCE + ", ");
    this.all = ADMITTED.formatted(events, outcomes, ALL_OR_NONE, "");
  }

  /** Writes what can be written, and waits for a lock for a moment only. */
  String each() {
    return each;
  }

  /** Locks the streams and writes all or none: statements that are sent at once. */
  String lockAndAll() {
    return READ_COMMITTED + ";\n" + LOCK + ";\n" + all;
  }

  /** Locks the streams, until the transaction ends. */
  String lock() {
    return LOCK;
  }

  /** Writes all or none to streams that are locked. */
  String all() {
    return all;
  }
}

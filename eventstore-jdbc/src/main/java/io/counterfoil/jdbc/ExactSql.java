package io.counterfoil.jdbc;

/**
 * Builds the leanest forms of PostgreSQL's append, for what is nearly every append: to a stream
 * that must be at an exact sequence, and mostly of one event.
 */
final class ExactSql {
  private static final String INTO_EVENTS =
      """
      INSERT INTO %1$s ("aggregate_type", "aggregate_id", "sequence", "event_id", "type",
        "schema_version", "correlation_id", "causation_id", "recorded_at", "headers", "data")
      """;

  /** Ordered by what the unique index alone offers: no other is as good, even on empty tables. */
  private static final String ONE =
      INTO_EVENTS
          + """
          SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
          WHERE coalesce((SELECT "sequence" FROM %1$s
            WHERE "aggregate_type" = ? AND "aggregate_id" = ?
            ORDER BY "sequence" DESC LIMIT 1), 0) = ?
          RETURNING "position\"""";

  /** Arrays come out of selects, which hide their lengths: else each batch is planned anew. */
  private static final String ARRAYS =
      """
      unnest((SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])),
          (SELECT CAST(? AS bigint[])), (SELECT CAST(? AS uuid[])), (SELECT CAST(? AS text[])),
          (SELECT CAST(? AS integer[])), (SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])),
          (SELECT CAST(? AS bigint[])), (SELECT CAST(? AS text[])), (SELECT CAST(? AS text[]))""";

  private static final String COLUMNS =
      """
      "aggregate_type", "aggregate_id", "last", "event_id", "type",
          "schema_version", "correlation_id", "causation_id", "recorded_at", "headers", "data\"""";

  private static final String FITS =
      """
      WHERE patience."set" IS NOT NULL
          AND coalesce((SELECT e."sequence" FROM %1$s e
            WHERE e."aggregate_type" = a."aggregate_type" AND e."aggregate_id" = a."aggregate_id"
            ORDER BY e."sequence" DESC LIMIT 1), 0) = a."last\"""";

  private static final String EVENTS =
      """
      SELECT a."aggregate_type", a."aggregate_id", a."last" + 1, a."event_id", a."type",
        a."schema_version", a."correlation_id", a."causation_id", a."recorded_at", a."headers",
        a."data"
      """;

  // Ordered, so that two batches lock keys in one order.
  private static final String ORDERED =
      """

      ORDER BY a."aggregate_type", a."aggregate_id"
      RETURNING "position", "event_id\"""";

  private static final String EACH =
      INTO_EVENTS
          + EVENTS
          + "FROM "
          + BatchSql.PATIENCE
          + ", "
          + ARRAYS
          + ")\n    AS a("
          + COLUMNS
          + ")\n"
          + FITS
          + ORDERED;

  private static final String EACH_WITH_KEY =
      "WITH admitted AS MATERIALIZED (\n  SELECT a.* FROM "
          + BatchSql.PATIENCE
          + ", "
          + ARRAYS
          + ", (SELECT CAST(? AS text[])),\n    (SELECT CAST(? AS text[])))\n    AS a("
          + COLUMNS
          + ", \"idempotency_key\", \"fingerprint\")\n  "
          + FITS
          + """

              AND NOT EXISTS (SELECT 1 FROM %2$s o
                WHERE o."aggregate_type" = a."aggregate_type"
                  AND o."aggregate_id" = a."aggregate_id"
                  AND o."idempotency_key" = a."idempotency_key")
          ), decided AS (
            INSERT INTO %2$s ("aggregate_type", "aggregate_id", "idempotency_key", "fingerprint",
              "event_count", "last_sequence", "recorded_at")
            SELECT a."aggregate_type", a."aggregate_id", a."idempotency_key", a."fingerprint", 1,
              a."last" + 1, ?
            FROM admitted a WHERE a."idempotency_key" IS NOT NULL
            ORDER BY a."aggregate_type", a."aggregate_id"
          )
          """
          + INTO_EVENTS
          + EVENTS
          + "FROM admitted a"
          + ORDERED;

  /** Looks at the head of each stream once, before the first event. */
  private static final String EACH_OF_SEVERAL =
      INTO_EVENTS
          + EVENTS
          + "FROM "
          + ARRAYS
          + ", (SELECT CAST(? AS bigint[])))\n    AS a("
          + COLUMNS
          + """
          , "number")
          WHERE a."number" = ANY (ARRAY(SELECT s."number"
            FROM %3$s,
              unnest((SELECT CAST(? AS text[])), (SELECT CAST(? AS text[])),
                (SELECT CAST(? AS bigint[])))
              WITH ORDINALITY AS s("aggregate_type", "aggregate_id", "last", "number")
            WHERE patience."set" IS NOT NULL
              AND coalesce((SELECT e."sequence" FROM %1$s e
                WHERE e."aggregate_type" = s."aggregate_type"
                  AND e."aggregate_id" = s."aggregate_id"
                ORDER BY e."sequence" DESC LIMIT 1), 0) = s."last"))"""
          + ORDERED.replace("_id\"\n", "_id\", a.\"last\"\n");

  private final String one;
  private final String each;
  private final String eachWithKey;
  private final String eachOfSeveral;

  ExactSql(JdbcTables tables) {
    String events = tables.events().quoted();
    this.one = ONE.formatted(events);
    this.each = EACH.formatted(events);
    this.eachWithKey = EACH_WITH_KEY.formatted(events, tables.outcomes().quoted());
    this.eachOfSeveral = EACH_OF_SEVERAL.formatted(events, "", BatchSql.PATIENCE);
  }

  /** Writes what can be written of a batch of appends of several events, none with a key. */
  String eachOfSeveral() {
    return eachOfSeveral;
  }

  /** Writes one event without a key. */
  String one() {
    return one;
  }

  /** Writes what can be written of a batch of appends of one event. */
  String each(boolean withKeys) {
    return withKeys ? eachWithKey : each;
  }
}

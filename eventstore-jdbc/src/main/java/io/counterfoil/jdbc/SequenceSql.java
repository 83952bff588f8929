package io.counterfoil.jdbc;

/**
 * Builds the four forms of PostgreSQL's append: with and without events, with and without a key.
 */
final class SequenceSql {

  /** Ordered by what the unique index alone offers: no other is as good, even on empty tables. */
  private static final String HEAD =
      """
      WITH head AS MATERIALIZED (
        SELECT coalesce((SELECT "sequence" FROM %s
          WHERE "aggregate_type" = ? AND "aggregate_id" = ?
          ORDER BY "sequence" DESC LIMIT 1), 0) AS "last"
      ), admitted AS (
        SELECT "last" FROM head WHERE "last" BETWEEN ? AND ?""";

  private static final String UNDECIDED =
      """

          AND NOT EXISTS (SELECT 1 FROM %s
            WHERE "aggregate_type" = ? AND "aggregate_id" = ? AND "idempotency_key" = ?)""";
  private static final String OUTCOME =
      """

      INSERT INTO %s ("aggregate_type", "aggregate_id", "idempotency_key", "fingerprint",
        "event_count", "last_sequence", "rejection", "recorded_at")
      SELECT ?, ?, ?, ?, CAST(? AS integer), "last" + ?, ?, ? FROM admitted""";

  // Ordered, so that positions grow with the sequences, and batches lock keys in one order.
  private static final String EVENTS =
      """

      INSERT INTO %s ("aggregate_type", "aggregate_id", "sequence", "event_id", "type",
        "schema_version", "correlation_id", "causation_id", "recorded_at", "headers", "data")
      SELECT ?, ?, admitted."last" + e."place", e."event_id", e."type",
        e."schema_version", e."correlation_id", e."causation_id", e."recorded_at", e."headers",
        e."data"
      FROM admitted CROSS JOIN unnest(CAST(? AS uuid[]), CAST(? AS text[]), CAST(? AS integer[]),
          CAST(? AS text[]), CAST(? AS text[]), CAST(? AS bigint[]), CAST(? AS text[]),
          CAST(? AS text[]))
        WITH ORDINALITY AS e("event_id", "type", "schema_version", "correlation_id",
          "causation_id", "recorded_at", "headers", "data", "place")
      ORDER BY e."place"
      RETURNING "position", "sequence\"""";

  private final String eventsOnly;
  private final String outcomeOnly;
  private final String eventsAndOutcome;

  SequenceSql(JdbcTables tables) {
    String events = tables.events().quoted();
    String outcomes = tables.outcomes().quoted();
    String head = HEAD.formatted(events);
    String undecided = head + UNDECIDED.formatted(outcomes);
    String outcome = OUTCOME.formatted(outcomes);
    this.eventsOnly = head + "\n)" + EVENTS.formatted(events);
    this.outcomeOnly = undecided + "\n)" + outcome + " RETURNING \"last_sequence\"";
    this.eventsAndOutcome =
        undecided + "\n), decided AS (" + outcome + "\n)" + EVENTS.formatted(events);
  }

  String insert(boolean withEvents, boolean withKey) {
    if (!withKey) {
      return eventsOnly;
    }
    return withEvents ? eventsAndOutcome : outcomeOnly;
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.jdbc.SentStatements.Sent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A PostgreSQL database as an application has it after a while, and what its planner makes of
 * statements: 200,000 events in 2,000 streams of two types, 2,000 snapshots, 100,000 outcomes.
 */
final class FilledStore {
  private final TestDatabase database = Engine.POSTGRES.withTables();

  FilledStore() {
    database.execute(
        """
        INSERT INTO counterfoil_events (aggregate_type, aggregate_id, "sequence", event_id, "type",
          schema_version, correlation_id, recorded_at, "data")
        SELECT CASE WHEN n % 2000 < 1500 THEN 'note' ELSE 'letter' END, 's' || n % 2000,
          n / 2000 + 1, gen_random_uuid(), CASE WHEN n % 5 = 0 THEN 'Erased' ELSE 'Written' END, 1,
          'c-' || n, 1717250000000 + n * 10, '{"text":"' || repeat('x', 80) || '"}'
        FROM generate_series(0, 199999) n ORDER BY n""",
        """
        INSERT INTO counterfoil_snapshots
        SELECT CASE WHEN n < 1500 THEN 'note' ELSE 'letter' END, 's' || n, 1, 50,
          gen_random_uuid(), '{}'
        FROM generate_series(0, 1999) n""",
        """
        INSERT INTO counterfoil_outcomes
        SELECT CASE WHEN n % 2000 < 1500 THEN 'note' ELSE 'letter' END, 's' || n % 2000, 'k' || n,
          repeat('f', 64), 1, n / 2000 + 1, NULL, 1717250000000
        FROM generate_series(0, 99999) n""",
        "VACUUM ANALYZE");
  }

  TestDatabase database() {
    return database;
  }

  /** Asks for the plan that serves whatever the parameters are. */
  String plan(Sent sent) throws SQLException {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (String part : sent.text().split("\\?", -1)) {
      text.append(number == 0 ? "" : "$" + number).append(part);
      number++;
    }
    List<String> nothing = Collections.nCopies(sent.types().size(), "NULL");
    List<String> lines = new ArrayList<>();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET plan_cache_mode = force_generic_plan");
      statement.execute("PREPARE sent (" + String.join(", ", sent.types()) + ") AS " + text);
      try (ResultSet row =
          statement.executeQuery(
              "EXPLAIN (COSTS OFF) EXECUTE sent (" + String.join(", ", nothing) + ")")) {
        while (row.next()) {
          lines.add(row.getString(1));
        }
      }
    }
    return String.join("\n", lines);
  }
}

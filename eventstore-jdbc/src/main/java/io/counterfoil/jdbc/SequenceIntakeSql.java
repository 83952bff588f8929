package io.counterfoil.jdbc;

import io.counterfoil.Metadata;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Takes in events on PostgreSQL: a statement for each batch, whose columns are arrays. Their
 * lengths are hidden from the planner, or it would plan each batch anew.
 */
final class SequenceIntakeSql implements IntakeSql {
  private static final String OUTCOME_COLUMNS =
      "\"aggregate_type\", \"aggregate_id\", \"idempotency_key\", \"fingerprint\","
          + " \"event_count\", \"last_sequence\", \"rejection\", \"recorded_at\"";

  private final String sequence;
  private final String lock;
  private final String selectEnd;
  private final String passSequence;
  private final String selectHeads;
  private final String insertEvents;
  private final String selectOutcomes;
  private final String insertOutcomes;

  SequenceIntakeSql(JdbcTables tables, String sequence) {
    this.sequence = sequence;
    String events = tables.events().quoted();
    String outcomes = tables.outcomes().quoted();
    // Stops writers, whom it must not meet, and no reader.
    this.lock = "LOCK TABLE " + events + " IN EXCLUSIVE MODE";
    this.selectEnd = "SELECT coalesce(max(\"position\"), 0) FROM " + events;
    // Survives a rollback, which does no harm: the sequence never goes back.
    this.passSequence =
        "SELECT setval(CAST(? AS regclass), greatest(?, \"last_value\")) FROM " + sequence;
    this.selectHeads =
        "SELECT a.\"number\", (SELECT e.\"sequence\" FROM "
            + events
            + " e WHERE e.\"aggregate_type\" = a.\"type\" AND e.\"aggregate_id\" = a.\"id\""
            + " ORDER BY e.\"sequence\" DESC LIMIT 1) FROM unnest("
            + columns("text", "text")
            + ") WITH ORDINALITY AS a(\"type\", \"id\", \"number\")";
    this.insertEvents =
        "INSERT INTO "
            + events
            + " (\"position\", \"aggregate_type\", \"aggregate_id\", \"sequence\", \"event_id\","
            + " \"type\", \"schema_version\", \"correlation_id\", \"causation_id\","
            + " \"recorded_at\", \"headers\", \"data\") OVERRIDING SYSTEM VALUE"
            + " SELECT * FROM unnest("
            + columns(
                "bigint", "text", "text", "bigint", "uuid", "text", "integer", "text", "text",
                "bigint", "text", "text")
            + ")";
    this.selectOutcomes =
        "SELECT "
            + OUTCOME_COLUMNS
            + " FROM "
            + outcomes
            + " WHERE (\"aggregate_type\", \"aggregate_id\", \"idempotency_key\") IN"
            + " (SELECT * FROM unnest("
            + columns("text", "text", "text")
            + "))";
    this.insertOutcomes =
        "INSERT INTO "
            + outcomes
            + " ("
            + OUTCOME_COLUMNS
            + ") SELECT * FROM unnest("
            + columns("text", "text", "text", "text", "integer", "bigint", "text", "bigint")
            + ")";
  }

  private static String columns(String... types) {
    List<String> columns = new ArrayList<>();
    for (String type : types) {
      columns.add("(SELECT CAST(? AS " + type + "[]))");
    }
    return String.join(", ", columns);
  }

  @Override
  public Map<StreamId, Long> heads(Connection connection, List<StreamId> streams)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(selectHeads)) {
      new Parameters(connection, select)
          .array("text", texts(streams, StreamId::aggregateType))
          .array("text", texts(streams, StreamId::aggregateId));
      Map<StreamId, Long> heads = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long head = row.getLong(2);
          if (!row.wasNull()) {
            heads.put(streams.get((int) row.getLong(1) - 1), head);
          }
        }
      }
      return heads;
    }
  }

  @Override
  public void begin(Connection connection, long after, long last) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(lock);
      try (ResultSet row = statement.executeQuery(selectEnd)) {
        row.next();
        IntakeSql.requireEnd(after, row.getLong(1));
      }
    }
    try (PreparedStatement pass = connection.prepareStatement(passSequence)) {
      new Parameters(connection, pass).text(sequence).number(last);
      pass.execute();
    }
  }

  @Override
  public void insertEvents(Connection connection, List<RecordedEvent> events) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(insertEvents)) {
      new Parameters(connection, insert)
          .array("int8", numbers(events, RecordedEvent::position))
          .array("text", texts(events, event -> event.stream().aggregateType()))
          .array("text", texts(events, event -> event.stream().aggregateId()))
          .array("int8", numbers(events, RecordedEvent::sequence))
          .array("uuid", events.stream().map(RecordedEvent::eventId).toArray())
          .array("text", texts(events, RecordedEvent::type))
          .array("int4", events.stream().map(RecordedEvent::schemaVersion).toArray(Integer[]::new))
          .array("text", ofMetadata(events, metadata -> metadata.correlationId().orElse(null)))
          .array("text", ofMetadata(events, metadata -> metadata.causationId().orElse(null)))
          .array("int8", numbers(events, event -> event.metadata().at().toEpochMilli()))
          .array("text", ofMetadata(events, metadata -> Json.headers(metadata.headers())))
          .array("text", texts(events, RecordedEvent::data));
      insert.executeUpdate();
    }
  }

  @Override
  public List<StoredOutcome> outcomesThere(Connection connection, List<StoredOutcome> outcomes)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(selectOutcomes)) {
      bindPlaces(new Parameters(connection, select), outcomes);
      List<StoredOutcome> there = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          there.add(OutcomeReader.row(row));
        }
      }
      return there;
    }
  }

  private static Parameters bindPlaces(Parameters parameters, List<StoredOutcome> outcomes)
      throws SQLException {
    return parameters
        .array("text", texts(outcomes, stored -> stored.outcome().stream().aggregateType()))
        .array("text", texts(outcomes, stored -> stored.outcome().stream().aggregateId()))
        .array("text", texts(outcomes, stored -> stored.outcome().key().value()));
  }

  @Override
  public void insertOutcomes(Connection connection, List<StoredOutcome> outcomes)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(insertOutcomes)) {
      bindPlaces(new Parameters(connection, insert), outcomes)
          .array("text", texts(outcomes, stored -> stored.outcome().key().fingerprint()))
          .array(
              "int4",
              outcomes.stream()
                  .map(stored -> stored.outcome().eventCount())
                  .toArray(Integer[]::new))
          .array("int8", numbers(outcomes, stored -> stored.outcome().lastSequence()))
          .array("text", texts(outcomes, stored -> Json.rejection(stored.outcome().rejection())))
          .array("int8", numbers(outcomes, stored -> stored.at().toEpochMilli()));
      insert.executeUpdate();
    }
  }

  private static @Nullable String[] ofMetadata(
      List<RecordedEvent> events, Function<Metadata, @Nullable String> value) {
    return texts(events, event -> value.apply(event.metadata()));
  }

  /** The driver sends arrays of just these classes in binary form. */
  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> value) {
    @Nullable String[] column = new @Nullable String[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.apply(rows.get(i));
    }
    return column;
  }

  private static <T> Long[] numbers(List<T> rows, ToLongFunction<T> value) {
    Long[] column = new Long[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = value.applyAsLong(rows.get(i));
    }
    return column;
  }
}

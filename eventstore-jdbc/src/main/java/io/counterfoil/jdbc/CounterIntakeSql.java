package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.SqlDialect;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes in events behind a counter row, whose lock keeps others from appending. The counter passes
 * over the holes between the positions.
 */
final class CounterIntakeSql implements IntakeSql {
  private static final String OUTCOME_COLUMNS =
      "\"aggregate_type\", \"aggregate_id\", \"idempotency_key\", \"fingerprint\","
          + " \"event_count\", \"last_sequence\", \"rejection\", \"recorded_at\"";

  private final int longestTextInRow;
  private final String pass;
  private final String selectEnd;
  private final String selectHead;
  private final String insertEvent;
  private final String selectOutcome;
  private final String insertOutcome;

  CounterIntakeSql(SqlDialect dialect, JdbcTables tables, EventRows rows) {
    this.longestTextInRow = dialect.longestTextInRow();
    String counter = tables.counter().quoted();
    String events = tables.events().quoted();
    String outcomes = tables.outcomes().quoted();
    this.pass =
        "UPDATE "
            + counter
            + " SET \"last_position\" = greatest(\"last_position\", ?) WHERE \"id\" = 1";
    this.selectEnd = "SELECT coalesce(max(\"position\"), 0) FROM " + events;
    this.selectHead =
        "SELECT max(\"sequence\") FROM "
            + events
            + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?";
    this.insertEvent =
        "INSERT INTO "
            + events
            + " ("
            + rows.columns()
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
            + (longestTextInRow < Integer.MAX_VALUE ? ", ?)" : ")");
    this.selectOutcome =
        "SELECT "
            + OUTCOME_COLUMNS
            + " FROM "
            + outcomes
            + " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?"
            + " AND \"idempotency_key\" = ?";
    this.insertOutcome =
        "INSERT INTO " + outcomes + " (" + OUTCOME_COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  }

  @Override
  public Map<StreamId, Long> heads(Connection connection, List<StreamId> streams)
      throws SQLException {
    Map<StreamId, Long> heads = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(selectHead)) {
      for (StreamId stream : streams) {
        new Parameters(connection, select).text(stream.aggregateType()).text(stream.aggregateId());
        try (ResultSet row = select.executeQuery()) {
          row.next();
          long head = row.getLong(1);
          if (!row.wasNull()) {
            heads.put(stream, head);
          }
        }
      }
    }
    return heads;
  }

  @Override
  public void begin(Connection connection, long after, long last) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(pass)) {
      new Parameters(connection, update).number(last);
      if (update.executeUpdate() != 1) {
        throw Broken.counterRowIsMissing();
      }
    }
    try (PreparedStatement select = connection.prepareStatement(selectEnd);
        ResultSet row = select.executeQuery()) {
      row.next();
      IntakeSql.requireEnd(after, row.getLong(1));
    }
  }

  @Override
  public void insertEvents(Connection connection, List<RecordedEvent> events) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(insertEvent)) {
      for (RecordedEvent event : events) {
        bind(new Parameters(connection, insert), event);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private void bind(Parameters parameters, RecordedEvent event) throws SQLException {
    var metadata = event.metadata();
    parameters.number(event.position());
    parameters.text(event.stream().aggregateType()).text(event.stream().aggregateId());
    parameters.number(event.sequence()).object(event.eventId());
    parameters.text(event.type()).number(event.schemaVersion());
    parameters.text(metadata.correlationId().orElse(null));
    parameters.text(metadata.causationId().orElse(null));
    parameters.number(metadata.at().toEpochMilli());
    parameters.text(Json.headers(metadata.headers()));
    String data = event.data();
    if (longestTextInRow == Integer.MAX_VALUE) {
      parameters.text(data);
    } else if (data.length() <= longestTextInRow) {
      parameters.text(data).text(null);
    } else {
      parameters.text(null).text(data);
    }
  }

  @Override
  public List<StoredOutcome> outcomesThere(Connection connection, List<StoredOutcome> outcomes)
      throws SQLException {
    List<StoredOutcome> there = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(selectOutcome)) {
      for (StoredOutcome stored : outcomes) {
        bindPlace(new Parameters(connection, select), stored);
        try (ResultSet row = select.executeQuery()) {
          if (row.next()) {
            there.add(OutcomeReader.row(row));
          }
        }
      }
    }
    return there;
  }

  private static Parameters bindPlace(Parameters parameters, StoredOutcome stored)
      throws SQLException {
    StreamId stream = stored.outcome().stream();
    return parameters
        .text(stream.aggregateType())
        .text(stream.aggregateId())
        .text(stored.outcome().key().value());
  }

  @Override
  public void insertOutcomes(Connection connection, List<StoredOutcome> outcomes)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(insertOutcome)) {
      for (StoredOutcome stored : outcomes) {
        bindPlace(new Parameters(connection, insert), stored)
            .text(stored.outcome().key().fingerprint())
            .number(stored.outcome().eventCount())
            .number(stored.outcome().lastSequence())
            .text(Json.rejection(stored.outcome().rejection()))
            .number(stored.at().toEpochMilli());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}

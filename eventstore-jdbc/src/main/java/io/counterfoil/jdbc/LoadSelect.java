package io.counterfoil.jdbc;

import io.counterfoil.store.CommandKey;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Selects what a decision rests on in one query, and so as of one moment. The events, the outcome
 * and the snapshot are the parts of a union; each part has its rows in the columns of events. Only
 * an event has a position, and of the others only a snapshot has the id of an event.
 */
final class LoadSelect {
  private static final int STATE = EventRows.READ + 1; // with snapshots only

  private static final String OF_STREAM = " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?";
  private static final String FROM_SNAPSHOT =
      "coalesce((SELECT \"sequence\" FROM kept WHERE \"sequence\" > ?), ?)";

  private final JdbcTables tables;
  private final EventRows rows;

  /** Texts are kept, since drivers know prepared statements by them; there are few. */
  private final ConcurrentMap<Form, String> texts = new ConcurrentHashMap<>();

  LoadSelect(JdbcTables tables, EventRows rows) {
    this.tables = tables;
    this.rows = rows;
  }

  private record Form(Optional<String> snapshots, boolean outcome) {}

  /** What was found in one query. */
  record Found(EventPage events, Optional<Outcome> outcome, Optional<Snapshot> snapshot) {}

  /** Selects the first page of events, beginning with the snapshot's own last one. */
  Found find(Connection connection, LoadQuery query, Optional<String> snapshots, int size)
      throws SQLException {
    Form form = new Form(snapshots, query.key().isPresent());
    String text = texts.computeIfAbsent(form, this::text);
    try (PreparedStatement select = connection.prepareStatement(text)) {
      bind(new Parameters(connection, select), query, form, size);
      return read(select, query);
    }
  }

  private String text(Form form) {
    StringBuilder text = new StringBuilder();
    form.snapshots()
        .ifPresent(
            table ->
                text.append("WITH kept AS (SELECT \"sequence\", \"last_event_id\", \"state\" FROM ")
                    .append(table)
                    .append(OF_STREAM)
                    .append(" AND \"state_version\" = ? ORDER BY \"sequence\" DESC LIMIT 1) "));
    text.append("(SELECT ")
        .append(rows.ofOneStream())
        .append(form.snapshots().isPresent() ? ", CAST(NULL AS TEXT) AS \"state\" FROM " : " FROM ")
        .append(tables.events().quoted())
        .append(OF_STREAM)
        .append(" AND \"sequence\" >= ")
        .append(form.snapshots().isPresent() ? FROM_SNAPSHOT : "?")
        .append(" ORDER BY \"aggregate_type\", \"aggregate_id\", \"sequence\" LIMIT ?)");
    if (form.outcome()) {
      text.append(" UNION ALL SELECT NULL, \"last_sequence\", NULL, \"fingerprint\",")
          .append(" \"event_count\", NULL, NULL, NULL, NULL, \"rejection\", NULL")
          .append(form.snapshots().isPresent() ? ", NULL FROM " : " FROM ")
          .append(tables.outcomes().quoted())
          .append(OF_STREAM)
          .append(" AND \"idempotency_key\" = ?");
    }
    if (form.snapshots().isPresent()) {
      text.append(
              " UNION ALL SELECT NULL, \"sequence\", \"last_event_id\", NULL, NULL, NULL, NULL,")
          .append(" NULL, NULL, NULL, NULL, \"state\" FROM kept");
    }
    return text.toString();
  }

  private static void bind(Parameters parameters, LoadQuery query, Form form, int size)
      throws SQLException {
    StreamId stream = query.stream();
    if (form.snapshots().isPresent()) {
      parameters.text(stream.aggregateType()).text(stream.aggregateId());
      parameters.number(query.snapshots().orElseThrow().stateVersion());
    }
    parameters.text(stream.aggregateType()).text(stream.aggregateId()).number(query.from());
    if (form.snapshots().isPresent()) {
      parameters.number(query.from());
    }
    parameters.number(size);
    if (form.outcome()) {
      parameters.text(stream.aggregateType()).text(stream.aggregateId());
      parameters.text(query.key().orElseThrow());
    }
  }

  private Found read(PreparedStatement select, LoadQuery query) throws SQLException {
    StreamId stream = query.stream();
    List<EventPage.Row> events = new ArrayList<>();
    Optional<Outcome> outcome = Optional.empty();
    Optional<Snapshot> snapshot = Optional.empty();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        if (row.getLong(1) > 0) {
          events.add(rows.read(row, stream));
        } else if (row.getObject(3) == null) {
          outcome = Optional.of(outcome(row, stream, query.key().orElseThrow()));
        } else {
          int version = query.snapshots().orElseThrow().stateVersion();
          snapshot = Optional.of(snapshot(row, stream, version));
        }
      }
    }
    return new Found(rows.page(events), outcome, snapshot);
  }

  private static Outcome outcome(ResultSet row, StreamId stream, String key) throws SQLException {
    return new Outcome(
        stream,
        new CommandKey(key, text(row, 4)),
        row.getInt(5),
        row.getLong(2),
        Json.rejection(row.getString(10)));
  }

  private static Snapshot snapshot(ResultSet row, StreamId stream, int stateVersion)
      throws SQLException {
    return new Snapshot(
        stream, stateVersion, row.getLong(2), row.getObject(3, UUID.class), text(row, STATE));
  }

  private static String text(ResultSet row, int column) throws SQLException {
    @Nullable String text = row.getString(column);
    return Objects.requireNonNull(text, "a text of an outcome or a snapshot");
  }
}

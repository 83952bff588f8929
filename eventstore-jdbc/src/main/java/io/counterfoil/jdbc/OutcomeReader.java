package io.counterfoil.jdbc;

import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the table of outcomes in the order of streams and keys, page by page. The consumer runs
 * between the pages, while no connection is held.
 *
 * <p>A page is what follows in the stream at hand, then in the streams of its type, then in other
 * types: each is a stretch of the primary key's index.
 */
final class OutcomeReader {
  private static final int PAGE = 1_000;
  private static final String TYPE = "\"aggregate_type\"";
  private static final String ID = "\"aggregate_id\"";
  private static final String KEY = "\"idempotency_key\"";

  private final Database database;
  private final JdbcTables tables;

  OutcomeReader(Database database, JdbcTables tables) {
    this.database = database;
    this.tables = tables;
  }

  void read(OutcomeQuery query, Consumer<? super StoredOutcome> consumer) {
    try {
      OutcomeSort sort = database.inAutoCommit(on -> OutcomeSort.of(on, database, tables));
      Place place = Place.START;
      List<StoredOutcome> page;
      do {
        Place from = place;
        page = database.inAutoCommit(on -> page(on, query, sort, from));
        page.forEach(consumer);
        place = page.isEmpty() ? place : Place.of(page.get(page.size() - 1));
      } while (page.size() == PAGE);
    } catch (SQLException e) {
      throw new EventStoreException("the outcomes of commands could not be read", e);
    }
  }

  private List<StoredOutcome> page(
      Connection connection, OutcomeQuery query, OutcomeSort sort, Place place)
      throws SQLException {
    List<StoredOutcome> page = new ArrayList<>();
    if (!place.equals(Place.START)) {
      Query inStream =
          select(query)
              .add(" AND " + TYPE + " = ? AND " + ID + " = ?", place.type(), place.id())
              .add(" AND " + sort.above(KEY), place.key());
      read(connection, inStream, sort, page);
      Query inType =
          select(query)
              .add(" AND " + TYPE + " = ?", place.type())
              .add(" AND " + sort.above(ID), place.id());
      read(connection, inType, sort, page);
    }
    read(connection, select(query).add(" AND " + sort.above(TYPE), place.type()), sort, page);
    return page;
  }

  /** The place of the last event is looked up row by row: a join would go through all events. */
  private Query select(OutcomeQuery asked) {
    Query query =
        new Query()
            .add(
                "SELECT "
                    + TYPE
                    + ", "
                    + ID
                    + ", "
                    + KEY
                    + ", \"fingerprint\", \"event_count\", \"last_sequence\", \"rejection\","
                    + " \"recorded_at\" FROM "
                    + tables.outcomes().quoted()
                    + " o WHERE (\"last_sequence\" = 0 OR (SELECT e.\"position\" FROM "
                    + tables.events().quoted()
                    + " e WHERE e.\"aggregate_type\" = o.\"aggregate_type\""
                    + " AND e.\"aggregate_id\" = o.\"aggregate_id\""
                    + " AND e.\"sequence\" = o.\"last_sequence\") <= ?)",
                asked.to());
    if (!asked.aggregateTypes().isEmpty()) {
      query.add(" AND " + TYPE + " = ANY(?)", asked.aggregateTypes());
    }
    asked.stream()
        .ifPresent(
            stream ->
                query.add(
                    " AND " + TYPE + " = ? AND " + ID + " = ?",
                    stream.aggregateType(),
                    stream.aggregateId()));
    return query;
  }

  private static void read(
      Connection connection, Query query, OutcomeSort sort, List<StoredOutcome> page)
      throws SQLException {
    int wanted = PAGE - page.size();
    if (wanted > 0) {
      query
          .add(" ORDER BY " + sort.by(TYPE) + ", " + sort.by(ID) + ", " + sort.by(KEY))
          .add(" FETCH FIRST " + wanted + " ROWS ONLY")
          .run(connection, select -> page.addAll(rows(select)));
    }
  }

  private static List<StoredOutcome> rows(PreparedStatement select) throws SQLException {
    List<StoredOutcome> rows = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rows.add(row(row));
      }
    }
    return rows;
  }

  static StoredOutcome row(ResultSet row) throws SQLException {
    return new StoredOutcome(
        new Outcome(
            new StreamId(row.getString(1), row.getString(2)),
            new CommandKey(row.getString(3), row.getString(4)),
            row.getInt(5),
            row.getLong(6),
            Json.rejection(row.getString(7))),
        Instant.ofEpochMilli(row.getLong(8)));
  }

  /** Where a page ended. */
  private record Place(String type, String id, String key) {
    /** Nothing is named by no characters. */
    static final Place START = new Place("", "", "");

    static Place of(StoredOutcome stored) {
      StreamId stream = stored.outcome().stream();
      return new Place(
          stream.aggregateType(), stream.aggregateId(), stored.outcome().key().value());
    }
  }
}

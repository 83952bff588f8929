package io.counterfoil.jdbc;

import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes appends behind a counter row: the row's lock comes first, so that only one append at a
 * time looks at heads and keys, draws positions and commits.
 */
final class CounterWriter implements AppendWriter {
  private final Database database;
  private final Objections objections;
  private final CounterCheck check;
  private final int longestTextInRow;
  private final String count;
  private final String counted;
  private final String insertEvent;
  private final String insertOutcome;

  CounterWriter(Database database, Objections objections, JdbcTables tables, EventRows rows) {
    this.database = database;
    this.objections = objections;
    this.check = new CounterCheck(database, tables);
    this.longestTextInRow = database.dialect().longestTextInRow();
    String counter = tables.counter().quoted();
    this.count =
        "UPDATE " + counter + " SET \"last_position\" = \"last_position\" + ? WHERE \"id\" = 1";
    this.counted = "SELECT \"last_position\" FROM " + counter + " WHERE \"id\" = 1";
    this.insertEvent =
        "INSERT INTO "
            + tables.events().quoted()
            + " ("
            + rows.columns()
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
            + (longestTextInRow < Integer.MAX_VALUE ? ", ?)" : ")");
    this.insertOutcome =
        "INSERT INTO "
            + tables.outcomes().quoted()
            + " (\"aggregate_type\", \"aggregate_id\", \"idempotency_key\", \"fingerprint\","
            + " \"event_count\", \"last_sequence\", \"rejection\", \"recorded_at\")"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  }

  @Override
  public Optional<List<Places>> writeAll(List<EncodedAppend> appends) throws SQLException {
    return database.inTransaction(connection -> writeIn(connection, appends));
  }

  @Override
  public List<Optional<Places>> writeEach(List<EncodedAppend> appends) throws SQLException {
    return database.inTransaction(
        connection -> {
          int drawn = size(appends);
          long next = draw(connection, drawn);
          List<Optional<Places>> places = new ArrayList<>(appends.size());
          int used = 0;
          for (EncodedAppend append : appends) {
            Optional<Long> head = unlessRefused(connection, append);
            if (head.isPresent()) {
              places.add(Optional.of(insert(connection, append, head.get(), next + used)));
              used += append.size();
            } else {
              places.add(Optional.empty());
            }
          }
          if (used < drawn) {
            draw(connection, used - drawn); // positions stay without holes
          }
          return places;
        });
  }

  private Optional<Long> unlessRefused(Connection connection, EncodedAppend append)
      throws SQLException {
    try {
      return Optional.of(objections.raise(connection, List.of(append.append())).get(0));
    } catch (ConcurrencyConflict | KeyAlreadyDecided | DuplicateEventId e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<List<Places>> writeIn(Connection connection, List<EncodedAppend> appends)
      throws SQLException {
    long next = draw(connection, size(appends));
    List<Long> heads =
        objections.raise(connection, appends.stream().map(EncodedAppend::append).toList());
    List<Places> places = new ArrayList<>(appends.size());
    for (int i = 0; i < appends.size(); i++) {
      places.add(insert(connection, appends.get(i), heads.get(i), next));
      next += appends.get(i).size();
    }
    return Optional.of(places);
  }

  private static int size(List<EncodedAppend> appends) {
    return appends.stream().mapToInt(EncodedAppend::size).sum();
  }

  private Places insert(Connection connection, EncodedAppend append, long head, long position)
      throws SQLException {
    List<Long> positions = insertEvents(connection, append, head, position);
    if (append.append().key().isPresent()) {
      insertOutcome(connection, append, append.append().key().get(), head);
    }
    return new Places(head, positions);
  }

  /** In a torn file the counter draws positions that are taken, again and again. */
  @Override
  public void requireSound() throws SQLException {
    check.require();
  }

  /** Locks the counter row until the transaction ends, and answers the first position drawn. */
  private long draw(Connection connection, int events) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(count)) {
      update.setInt(1, events);
      if (update.executeUpdate() != 1) {
        throw Broken.counterRowIsMissing();
      }
    }
    try (PreparedStatement select = connection.prepareStatement(counted);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1) - events + 1;
    }
  }

  private List<Long> insertEvents(
      Connection connection, EncodedAppend append, long head, long firstPosition)
      throws SQLException {
    List<Long> positions = new ArrayList<>(append.size());
    if (append.size() == 0) {
      return positions;
    }
    StreamId stream = append.append().stream();
    try (PreparedStatement insert = connection.prepareStatement(insertEvent)) {
      for (int i = 0; i < append.size(); i++) {
        positions.add(firstPosition + i);
        bind(new Parameters(connection, insert), append, i, stream, head, firstPosition);
        insert.addBatch();
      }
      insert.executeBatch();
    }
    return positions;
  }

  private void bind(
      Parameters parameters, EncodedAppend append, int i, StreamId stream, long head, long first)
      throws SQLException {
    var event = append.event(i);
    var metadata = event.metadata();
    parameters.number(first + i).text(stream.aggregateType()).text(stream.aggregateId());
    parameters.number(head + i + 1).object(event.eventId());
    parameters.text(append.payload(i).type()).number(append.payload(i).schemaVersion());
    parameters.text(metadata.correlationId().orElse(null));
    parameters.text(metadata.causationId().orElse(null));
    parameters.number(metadata.at().toEpochMilli());
    parameters.text(Json.headers(metadata.headers()));
    bindData(parameters, append.payload(i).data());
  }

  private void bindData(Parameters parameters, String data) throws SQLException {
    if (longestTextInRow == Integer.MAX_VALUE) {
      parameters.text(data);
    } else if (data.length() <= longestTextInRow) {
      parameters.text(data).text(null);
    } else {
      parameters.text(null).text(data);
    }
  }

  private void insertOutcome(Connection connection, EncodedAppend append, CommandKey key, long head)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(insertOutcome)) {
      StreamId stream = append.append().stream();
      new Parameters(connection, insert)
          .text(stream.aggregateType())
          .text(stream.aggregateId())
          .text(key.value())
          .text(key.fingerprint())
          .number(append.size())
          .number(head + append.size())
          .text(Json.rejection(append.append().rejection()))
          .number(System.currentTimeMillis());
      insert.executeUpdate();
    }
  }
}

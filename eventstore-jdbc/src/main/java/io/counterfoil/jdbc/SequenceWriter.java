package io.counterfoil.jdbc;

import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ExpectedVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Writes an append on PostgreSQL: one statement under autocommit, so one round trip for any number
 * of events.
 *
 * <p>The statement looks at key and head in its own snapshot and writes nothing when they speak
 * against it. What others commit meanwhile breaks a unique key, and with it the whole statement:
 * there is no {@code ON CONFLICT}, which would store half of it.
 */
final class SequenceWriter implements AppendWriter {
  private final Database database;
  private final Objections objections;
  private final SequenceSql sql;

  SequenceWriter(Database database, Objections objections, JdbcTables tables) {
    this.database = database;
    this.objections = objections;
    this.sql = new SequenceSql(tables);
  }

  @Override
  public Optional<Places> write(EncodedAppend append) throws SQLException {
    return database.inAutoCommit(
        connection -> {
          if (append.size() == 0 && append.append().key().isEmpty()) {
            return Optional.of(
                new Places(objections.raise(connection, append.append()), List.of()));
          }
          return insert(connection, append);
        });
  }

  @Override
  public void requireSound() {
    // the sequence is no part of any transaction
  }

  private Optional<Places> insert(Connection connection, EncodedAppend encoded)
      throws SQLException {
    Append append = encoded.append();
    try (PreparedStatement insert =
        connection.prepareStatement(sql.insert(encoded.size() > 0, append.key().isPresent()))) {
      Parameters parameters = new Parameters(connection, insert);
      bindChecks(parameters, append);
      if (append.key().isPresent()) {
        bindOutcome(parameters, append, append.key().get());
      }
      if (encoded.size() > 0) {
        bindEvents(parameters, encoded);
      }
      return places(insert, encoded.size());
    }
  }

  private static void bindChecks(Parameters parameters, Append append) throws SQLException {
    parameters.text(append.stream().aggregateType()).text(append.stream().aggregateId());
    ExpectedVersion expected = append.expected();
    if (expected instanceof ExpectedVersion.Exactly exactly) {
      parameters.number(exactly.sequence()).number(exactly.sequence());
    } else {
      parameters.number(expected instanceof ExpectedVersion.Exists ? 1 : 0).number(Long.MAX_VALUE);
    }
  }

  private static void bindOutcome(Parameters parameters, Append append, CommandKey key)
      throws SQLException {
    String type = append.stream().aggregateType();
    String id = append.stream().aggregateId();
    parameters.text(type).text(id).text(key.value()); // is there one already?
    parameters.text(type).text(id).text(key.value()).text(key.fingerprint());
    parameters.number(append.events().size()).number(append.events().size());
    parameters.text(Json.rejection(append.rejection())).number(System.currentTimeMillis());
  }

  private static void bindEvents(Parameters parameters, EncodedAppend append) throws SQLException {
    int n = append.size();
    parameters.text(append.append().stream().aggregateType());
    parameters.text(append.append().stream().aggregateId());
    parameters.array("uuid", column(n, i -> append.event(i).eventId()));
    parameters.array("text", column(n, i -> append.payload(i).type()));
    parameters.array("int4", column(n, i -> append.payload(i).schemaVersion()));
    parameters.array(
        "text", column(n, i -> append.event(i).metadata().correlationId().orElse(null)));
    parameters.array("text", column(n, i -> append.event(i).metadata().causationId().orElse(null)));
    parameters.array("int8", column(n, i -> append.event(i).metadata().at().toEpochMilli()));
    parameters.array("text", column(n, i -> Json.headers(append.event(i).metadata().headers())));
    parameters.array("text", column(n, i -> append.payload(i).data()));
  }

  private static Object[] column(int size, IntFunction<?> value) {
    Object[] column = new Object[size];
    for (int i = 0; i < size; i++) {
      column[i] = value.apply(i);
    }
    return column;
  }

  private Optional<Places> places(PreparedStatement insert, int events) throws SQLException {
    try (ResultSet row = execute(insert)) {
      if (!row.next()) {
        return Optional.empty();
      }
      if (events == 0) {
        return Optional.of(new Places(row.getLong(1), List.of()));
      }
      List<Long> positions = new ArrayList<>(events);
      long head = row.getLong(2) - 1;
      do {
        positions.add(row.getLong(1));
      } while (row.next());
      return Optional.of(new Places(head, positions));
    }
  }

  /**
   * From here on a lost connection leaves open whether the statement, and its commit, took place.
   */
  private ResultSet execute(PreparedStatement insert) throws SQLException {
    try {
      return insert.executeQuery();
    } catch (SQLException e) {
      throw database.dialect().isConnectionLost(e) ? new Database.CommitFailed(e) : e;
    }
  }
}

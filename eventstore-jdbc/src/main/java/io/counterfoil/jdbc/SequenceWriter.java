package io.counterfoil.jdbc;

import io.counterfoil.jdbc.EncodedAppend.Places;
import io.counterfoil.jdbc.dialect.Database;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes appends on PostgreSQL: in one round trip for any number of events and streams, under
 * autocommit.
 *
 * <p>The statement looks at key and head in its own snapshot and writes nothing when they speak
 * against it. What others commit meanwhile breaks a unique key, and with it the whole statement:
 * there is no {@code ON CONFLICT}, which would store half of it.
 */
final class SequenceWriter implements AppendWriter {
  private final Database database;
  private final Objections objections;
  private final ExactSql exact;
  private final SequenceSql sql;
  private final BatchSql batch;
  private final StreamLocks locks;

  SequenceWriter(Database database, Objections objections, JdbcTables tables) {
    this.database = database;
    this.objections = objections;
    this.exact = new ExactSql(tables);
    this.sql = new SequenceSql(tables);
    this.batch = new BatchSql(tables);
    this.locks = new StreamLocks(tables.events());
  }

  @Override
  public Optional<List<Places>> writeAll(List<EncodedAppend> appends) throws SQLException {
    if (appends.size() == 1) {
      return database.inAutoCommit(connection -> writeOne(connection, appends.get(0)));
    }
    return allOrNone(
        database.inAutoCommit(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(batch.lockAndAll())) {
                Parameters parameters = new Parameters(connection, statement);
                parameters.array("int8", locks.of(streams(appends)));
                return batch(statement, parameters, appends);
              }
            }));
  }

  @Override
  public List<Optional<Places>> writeEach(List<EncodedAppend> appends) throws SQLException {
    Optional<ExactColumns> columns = ExactColumns.of(appends);
    return database.inAutoCommit(
        connection ->
            columns.isPresent()
                ? exactBatch(connection, columns.get())
                : batch(connection, appends));
  }

  private List<Optional<Places>> exactBatch(Connection connection, ExactColumns columns)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(columns.text(exact))) {
      columns.bind(new Parameters(connection, insert));
      return answer(insert, columns::places);
    }
  }

  private List<Optional<Places>> batch(Connection connection, List<EncodedAppend> appends)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(batch.each())) {
      return batch(statement, new Parameters(connection, statement), appends);
    }
  }

  @Override
  public Optional<List<Places>> writeIn(Connection connection, List<EncodedAppend> appends)
      throws SQLException {
    if (appends.size() == 1) {
      return writeOne(connection, appends.get(0));
    }
    lock(connection, appends);
    try (PreparedStatement statement = connection.prepareStatement(batch.all())) {
      return allOrNone(batch(statement, new Parameters(connection, statement), appends));
    }
  }

  private void lock(Connection connection, List<EncodedAppend> appends) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(batch.lock())) {
      new Parameters(connection, lock).array("int8", locks.of(streams(appends)));
      lock.execute();
    }
  }

  private static List<StreamId> streams(List<EncodedAppend> appends) {
    return appends.stream().map(append -> append.append().stream()).toList();
  }

  private List<Optional<Places>> batch(
      PreparedStatement statement, Parameters parameters, List<EncodedAppend> appends)
      throws SQLException {
    AppendColumns columns = new AppendColumns(appends);
    columns.bind(parameters);
    send(statement::execute);
    return understood(
        () -> {
          try (ResultSet row = lastResult(statement)) {
            return columns.places(row);
          }
        });
  }

  /** What is locked or set before gives a result of its own. */
  private static ResultSet lastResult(PreparedStatement statement) throws SQLException {
    @Nullable ResultSet last = statement.getResultSet();
    while (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)
        || statement.getUpdateCount() != -1) {
      last = statement.getResultSet();
    }
    return Objects.requireNonNull(last, "the result of an append");
  }

  private static Optional<List<Places>> allOrNone(List<Optional<Places>> places) {
    return places.stream().allMatch(Optional::isPresent)
        ? Optional.of(places.stream().map(Optional::orElseThrow).toList())
        : Optional.empty();
  }

  private Optional<List<Places>> writeOne(Connection connection, EncodedAppend append)
      throws SQLException {
    if (append.size() == 0 && append.append().key().isEmpty()) {
      long head = objections.raise(connection, List.of(append.append())).get(0);
      return Optional.of(List.of(new Places(head, List.of())));
    }
    return (ExactColumns.isOne(append)
            ? insertExactly(connection, append)
            : insert(connection, append))
        .map(List::of);
  }

  private Optional<Places> insertExactly(Connection connection, EncodedAppend append)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(exact.one())) {
      ExactColumns.bindOne(new Parameters(connection, insert), append);
      return answer(insert, row -> ExactColumns.place(append, row));
    }
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
      return answer(insert, row -> read(row, encoded.size()));
    }
  }

  private static void bindChecks(Parameters parameters, Append append) throws SQLException {
    parameters.text(append.stream().aggregateType()).text(append.stream().aggregateId());
    parameters.number(AppendColumns.least(append.expected()));
    parameters.number(AppendColumns.most(append.expected()));
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

  private <T> T answer(PreparedStatement insert, Reading<T> reading) throws SQLException {
    ResultSet answer = send(insert::executeQuery);
    return understood(
        () -> {
          try (ResultSet row = answer) {
            return reading.of(row);
          }
        });
  }

  private static Optional<Places> read(ResultSet row, int events) throws SQLException {
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

  /** Reads the answer to a statement that is done, and committed under auto-commit. */
  private static <T> T understood(Sending<T> reading) throws SQLException {
    try {
      return reading.send();
    } catch (SQLException e) {
      throw new Database.CommitFailed(e);
    }
  }

  /**
   * From here on a lost connection leaves open whether the statement, and its commit, took place.
   */
  private <T> T send(Sending<T> sending) throws SQLException {
    try {
      return sending.send();
    } catch (SQLException e) {
      throw database.dialect().isConnectionLost(e) ? new Database.CommitFailed(e) : e;
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  private interface Sending<T> {
    T send() throws SQLException;
  }
}

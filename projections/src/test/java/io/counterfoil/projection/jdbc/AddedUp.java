package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * A table whose handlers add up, so that an event which comes twice or never shows, and an oracle
 * that computes its rows from the events alone. Not thread-safe.
 */
final class AddedUp {
  static final String NAME = "added_view";

  private static final Row NONE = new Row(0, 0);

  private final EventStore store;
  private final Map<String, Row> expected = new TreeMap<>();
  private long position;

  AddedUp(EventStore store) {
    this.store = store;
  }

  /** One account's row. */
  record Row(long cents, long events) {
    private Row plus(long more) {
      return new Row(cents + more, events + 1);
    }
  }

  /** Runs in a handler, when the row of its event is written and not committed. */
  interface InBatch {
    void reached(Sql sql) throws Exception;
  }

  static JdbcProjection in(DataSource database, InBatch inBatch) {
    return JdbcProjection.named(NAME, database)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance BIGINT NOT NULL,"
                + " events BIGINT NOT NULL)")
        .on(
            AccountEvent.class,
            (event, payload, sql) -> {
              add(sql, event.stream().aggregateId(), cents(payload));
              inBatch.reached(sql);
            })
        .build();
  }

  private static void add(Sql sql, String account, long cents) throws SQLException {
    int changed =
        sql.update(
            "UPDATE {table} SET balance = balance + ?, events = events + 1 WHERE account_id = ?",
            cents,
            account);
    if (changed == 0) {
      sql.update("INSERT INTO {table} VALUES (?, ?, 1)", account, cents);
    }
  }

  private static long cents(AccountEvent payload) {
    if (payload instanceof Deposited deposited) {
      return deposited.amountCents();
    }
    return payload instanceof Withdrawn withdrawn ? -withdrawn.amountCents() : 0;
  }

  /** Compares the rows and the checkpoint, as they were committed together, with the events. */
  long requireRight(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      long checkpoint = checkpoint(connection);
      Map<String, Row> rows = rows(connection);
      connection.rollback();
      assertThat(rows).as("at position %d", checkpoint).isEqualTo(expectedAt(checkpoint));
      return checkpoint;
    }
  }

  private static long checkpoint(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT position FROM counterfoil_checkpoint WHERE projection = '" + NAME + "'")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static Map<String, Row> rows(Connection connection) throws SQLException {
    Map<String, Row> rows = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT account_id, balance, events FROM " + NAME)) {
      while (row.next()) {
        rows.put(row.getString(1), new Row(row.getLong(2), row.getLong(3)));
      }
    }
    return rows;
  }

  private Map<String, Row> expectedAt(long checkpoint) {
    if (position < checkpoint) {
      store.readLog(EventQuery.after(position).to(checkpoint), this::expect);
      position = checkpoint;
    }
    assertThat(checkpoint).as("the checkpoint does not go back").isEqualTo(position);
    return expected;
  }

  private void expect(RecordedEvent event) {
    expected.merge(
        event.stream().aggregateId(),
        NONE.plus(cents((AccountEvent) event.payload())),
        (row, one) -> row.plus(one.cents()));
  }
}

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
        .repairedBy("DELETE FROM {table} WHERE account_id = ?")
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
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        // In one statement, so that all of it is seen as it was at one moment, on any database.
        ResultSet row =
            statement.executeQuery(
                "SELECT c.position, a.account_id, a.balance, a.events FROM counterfoil_read_model"
                    + " AS r JOIN counterfoil_checkpoint AS c ON c.projection = r.projection"
                    + " AND c.version = r.version AND c.generation = r.generation LEFT JOIN "
                    + NAME
                    + " AS a ON 1 = 1 WHERE c.projection = '"
                    + NAME
                    + "'")) {
      long checkpoint = 0;
      Map<String, Row> rows = new TreeMap<>();
      while (row.next()) {
        checkpoint = row.getLong(1);
        if (row.getString(2) != null) {
          rows.put(row.getString(2), new Row(row.getLong(3), row.getLong(4)));
        }
      }
      assertThat(rows).as("at position %d", checkpoint).isEqualTo(expectedAt(checkpoint));
      return checkpoint;
    }
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

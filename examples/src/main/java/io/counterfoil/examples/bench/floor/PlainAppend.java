package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.Accounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/**
 * The plain floor: one autocommitted insert per append, prepared once. The unique key of the stream
 * guards the expected sequence. One for each thread, on a connection of its own.
 */
public final class PlainAppend implements AutoCloseable {
  private static final String INSERT =
      "INSERT INTO %s (aggregate_type, aggregate_id, sequence, event_id, type, schema_version,"
          + " recorded_at, data) VALUES %s RETURNING position";

  private final Connection connection;
  private final PreparedStatement insert;

  /**
   * Prepares the statement.
   *
   * @param connection in auto-commit mode; closed with this
   * @param table the table of events
   * @param events how many events each append has
   */
  public PlainAppend(Connection connection, String table, int events) throws SQLException {
    String rows = String.join(", ", Collections.nCopies(events, "(?, ?, ?, ?, ?, 1, ?, ?)"));
    this.connection = connection;
    this.insert = connection.prepareStatement(INSERT.formatted(table, rows));
  }

  /**
   * Appends.
   *
   * @param accountId the stream
   * @param expected its last sequence
   * @param events what to append
   * @return the last event's position
   */
  public long append(String accountId, long expected, List<MoneyDeposited> events)
      throws SQLException {
    long now = System.currentTimeMillis();
    int parameter = 0;
    for (int i = 0; i < events.size(); i++) {
      insert.setString(++parameter, Accounts.TYPE);
      insert.setString(++parameter, accountId);
      insert.setLong(++parameter, expected + 1 + i);
      insert.setObject(++parameter, UUID.randomUUID());
      insert.setString(++parameter, "MoneyDeposited");
      insert.setLong(++parameter, now);
      insert.setString(++parameter, Payloads.write(events.get(i)));
    }
    long position = 0;
    try (ResultSet rows = insert.executeQuery()) {
      while (rows.next()) {
        position = rows.getLong(1);
      }
    }
    return position;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

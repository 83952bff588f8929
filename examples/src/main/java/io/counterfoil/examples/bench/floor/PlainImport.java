package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bench.Accounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/**
 * The floor of an import: one insert, prepared once and sent in batches by the driver, a commit for
 * each. It makes its events up and reads no file.
 */
public final class PlainImport implements AutoCloseable {
  private static final int BATCH = 5_000;

  private final Connection connection;
  private final PreparedStatement insert;

  /**
   * Prepares the statement.
   *
   * @param connection taken out of auto-commit mode; closed with this
   * @param table the table of events, empty
   */
  public PlainImport(Connection connection, String table) throws SQLException {
    connection.setAutoCommit(false);
    this.connection = connection;
    this.insert =
        connection.prepareStatement(
            """
            INSERT INTO %s (position, aggregate_type, aggregate_id, sequence, event_id, type,
              schema_version, recorded_at, data)
            OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, 'MoneyDeposited', 1, 1700000000000, ?)"""
                .formatted(table));
  }

  /**
   * Inserts events in turns, as if they had been written in parallel.
   *
   * @param accounts how many streams
   * @param eventsEach how many events each has
   */
  public void insert(int accounts, int eventsEach) throws SQLException {
    for (int n = 0; n < accounts * eventsEach; n++) {
      long sequence = n / accounts + 1L;
      insert.setLong(1, n + 1L);
      insert.setString(2, Accounts.TYPE);
      insert.setString(3, Accounts.id(n % accounts + 1L));
      insert.setLong(4, sequence);
      insert.setObject(5, UUID.randomUUID());
      insert.setString(6, Payloads.write(Accounts.deposit(Accounts.AMOUNT * sequence)));
      insert.addBatch();
      if ((n + 1) % BATCH == 0) {
        insert.executeBatch();
        connection.commit();
      }
    }
    insert.executeBatch();
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.Account.Status;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bench.Accounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The floor of loads and commands: select, decode, fold, decide, insert, each statement prepared
 * once. One for each thread, on a connection of its own.
 */
public final class PlainAccounts implements AutoCloseable {
  private final Connection connection;
  private final PreparedStatement events;
  private final PreparedStatement snapshot;
  private final PlainAppend append;

  /**
   * Prepares the statements.
   *
   * @param connection in auto-commit mode; closed with this
   * @param eventTable the table of events
   * @param snapshotTable the table of snapshots
   */
  public PlainAccounts(Connection connection, String eventTable, String snapshotTable)
      throws SQLException {
    this.connection = connection;
    this.events =
        connection.prepareStatement(
            "SELECT sequence, type, data FROM "
                + eventTable
                + " WHERE aggregate_type = ? AND aggregate_id = ? AND sequence > ?"
                + " ORDER BY sequence");
    this.snapshot =
        connection.prepareStatement(
            "SELECT sequence, state FROM "
                + snapshotTable
                + " WHERE aggregate_type = ? AND aggregate_id = ? AND state_version = 1");
    this.append = new PlainAppend(connection, eventTable, 1);
  }

  private record Loaded(Balance state, long sequence) {}

  /**
   * Loads all events and folds them.
   *
   * @param accountId the stream
   * @return its state
   */
  public Balance state(String accountId) throws SQLException {
    return fold(accountId, new Loaded(Balance.NONE, 0)).state();
  }

  /**
   * Loads the snapshot and the events since, and folds them.
   *
   * @param accountId the stream, which has a snapshot
   * @return its state
   */
  public Balance stateFromSnapshot(String accountId) throws SQLException {
    snapshot.setString(1, Accounts.TYPE);
    snapshot.setString(2, accountId);
    Loaded baseline;
    try (ResultSet row = snapshot.executeQuery()) {
      row.next();
      baseline = new Loaded(Payloads.readState(row.getString(2)), row.getLong(1));
    }
    return fold(accountId, baseline).state();
  }

  /**
   * Does what a command does: loads the account, checks it, and appends a deposit.
   *
   * @param accountId the stream
   * @return the event's position
   */
  public long deposit(String accountId) throws SQLException {
    Loaded loaded = fold(accountId, new Loaded(Balance.NONE, 0));
    if (loaded.state().status() != Status.OPEN) {
      throw new IllegalStateException("the account is not open");
    }
    long balance = Math.addExact(loaded.state().balanceCents(), Accounts.AMOUNT);
    MoneyDeposited deposited = Accounts.deposit(balance);
    return append.append(accountId, loaded.sequence(), List.of(deposited));
  }

  private Loaded fold(String accountId, Loaded baseline) throws SQLException {
    events.setString(1, Accounts.TYPE);
    events.setString(2, accountId);
    events.setLong(3, baseline.sequence());
    Balance state = baseline.state();
    long sequence = baseline.sequence();
    try (ResultSet row = events.executeQuery()) {
      while (row.next()) {
        sequence = row.getLong(1);
        state = state.with(Payloads.read(row.getString(2), row.getString(3)));
      }
    }
    return new Loaded(state, sequence);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.Account.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads the balances. Thread-safe; every method blocks on the database. */
public final class BalanceView {
  /** The name of the projection, and of the view that queries read. */
  public static final String NAME = "balance_view";

  private static final String ROW =
      "SELECT account_id, balance_cents, status, last_sequence FROM balance_view";

  private final DataSource dataSource;

  /**
   * Reads from a database.
   *
   * @param dataSource where the view is
   */
  public BalanceView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Finds an account's row.
   *
   * @param accountId the account
   * @return its row, if there is one
   * @throws SQLException if the database failed
   */
  public Optional<BalanceRow> find(String accountId) throws SQLException {
    List<BalanceRow> rows = rows(ROW + " WHERE account_id = ?", accountId);
    return rows.stream().findFirst();
  }

  /**
   * Reads some rows, in the order of the accounts' ids.
   *
   * @param after the id after which to begin
   * @param limit how many rows at most
   * @return the rows; empty behind the last
   * @throws SQLException if the database failed
   */
  public List<BalanceRow> page(String after, int limit) throws SQLException {
    return rows(ROW + " WHERE account_id > ? ORDER BY account_id LIMIT " + limit, after);
  }

  /**
   * Adds up.
   *
   * @return how many accounts there are, and what is on all of them
   * @throws SQLException if the database failed
   */
  public Totals totals() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT COUNT(*), COALESCE(SUM(balance_cents), 0) FROM balance_view");
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Totals(row.getLong(1), row.getBigDecimal(2).toBigIntegerExact());
    }
  }

  private List<BalanceRow> rows(String query, String parameter) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, parameter);
      List<BalanceRow> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(
              new BalanceRow(
                  result.getString(1),
                  result.getLong(2),
                  Status.valueOf(result.getString(3)),
                  result.getLong(4)));
        }
      }
      return rows;
    }
  }
}

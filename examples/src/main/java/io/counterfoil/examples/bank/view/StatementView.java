package io.counterfoil.examples.bank.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/**
 * Reads the lines of statements, by pages. A page begins behind a sequence, not behind a number of
 * rows: the last page costs what the first does, and nothing moves while somebody turns pages.
 * Thread-safe; every method blocks on the database.
 */
public final class StatementView {
  /** The name of the projection, and of the view that queries read. */
  public static final String NAME = "account_statement";

  private static final String ENTRY =
      "SELECT sequence, booked_on, event_type, amount_cents, balance_cents, booking_text"
          + " FROM account_statement WHERE account_id = ?";

  private final DataSource dataSource;

  /**
   * Reads from a database.
   *
   * @param dataSource where the view is
   */
  public StatementView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Reads some lines, the oldest first.
   *
   * @param accountId the account
   * @param after the sequence behind which to begin; 0 for the first page
   * @param limit how many lines at most
   * @return the lines; empty behind the last
   * @throws SQLException if the database failed
   */
  public List<StatementEntry> page(String accountId, long after, int limit) throws SQLException {
    return entries(ENTRY + " AND sequence > ? ORDER BY sequence LIMIT " + limit, accountId, after);
  }

  /**
   * Reads the newest lines before a sequence.
   *
   * @param accountId the account
   * @param before the sequence before which to end; {@code Long.MAX_VALUE} for the newest
   * @param limit how many lines at most
   * @return the lines, the oldest of them first; empty before the first
   * @throws SQLException if the database failed
   */
  public List<StatementEntry> pageBefore(String accountId, long before, int limit)
      throws SQLException {
    List<StatementEntry> newestFirst =
        entries(
            ENTRY + " AND sequence < ? ORDER BY sequence DESC LIMIT " + limit, accountId, before);
    Collections.reverse(newestFirst);
    return newestFirst;
  }

  private List<StatementEntry> entries(String query, String accountId, long sequence)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setString(1, accountId);
      select.setLong(2, sequence);
      List<StatementEntry> entries = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(
              new StatementEntry(
                  row.getLong(1),
                  row.getObject(2, LocalDate.class),
                  row.getString(3),
                  cents(row, 4),
                  cents(row, 5),
                  row.getString(6)));
        }
      }
      return entries;
    }
  }

  private static OptionalLong cents(ResultSet row, int column) throws SQLException {
    long cents = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(cents);
  }
}

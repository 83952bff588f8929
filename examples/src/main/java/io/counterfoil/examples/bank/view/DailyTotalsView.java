package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.store.RecordedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads what moved on each day, by pages. Thread-safe; every method blocks on the database. */
public final class DailyTotalsView {
  /** The name of the projection, and of the view that queries read. */
  public static final String NAME = "daily_totals";

  /** A day before which a bank books nothing, for the first page. */
  public static final LocalDate FIRST = LocalDate.of(1, 1, 1);

  private static final String DAY =
      "SELECT booked_on, credits, credit_cents, debits, debit_cents, last_position"
          + " FROM daily_totals";

  private final DataSource dataSource;

  /**
   * Reads from a database.
   *
   * @param dataSource where the view is
   */
  public DailyTotalsView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Tells which day a booking belongs to.
   *
   * @param event where it stands
   * @param moved what was booked
   * @return the bank's own date, or that of the event in UTC
   */
  public static LocalDate dayOf(RecordedEvent event, MoneyMoved moved) {
    return StatementProjection.dayOf(event, moved);
  }

  /**
   * Finds a day.
   *
   * @param day the day
   * @return what moved on it; empty if nothing did
   * @throws SQLException if the database failed
   */
  public Optional<DayTotals> find(LocalDate day) throws SQLException {
    return days(DAY + " WHERE booked_on = ?", day).stream().findFirst();
  }

  /**
   * Reads some days on which money moved, in their order.
   *
   * @param from the first day wanted
   * @param limit how many days at most
   * @return the days; empty behind the last
   * @throws SQLException if the database failed
   */
  public List<DayTotals> page(LocalDate from, int limit) throws SQLException {
    return days(DAY + " WHERE booked_on >= ? ORDER BY booked_on LIMIT " + limit, from);
  }

  private List<DayTotals> days(String query, LocalDate parameter) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(query)) {
      select.setObject(1, parameter);
      List<DayTotals> days = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          days.add(
              new DayTotals(
                  row.getObject(1, LocalDate.class),
                  row.getLong(2),
                  row.getBigDecimal(3).toBigIntegerExact(),
                  row.getLong(4),
                  row.getBigDecimal(5).toBigIntegerExact(),
                  row.getLong(6)));
        }
      }
      return days;
    }
  }
}

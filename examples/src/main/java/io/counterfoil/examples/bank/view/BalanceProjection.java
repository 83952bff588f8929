package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.Account.Status;
import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.projection.jdbc.Sql;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Keeps {@code balance_view} up to date. */
public final class BalanceProjection {
  private BalanceProjection() {}

  /**
   * Declares the projection.
   *
   * @param dataSource the database that the view is kept in
   * @return the projection
   */
  // tag::projection[]
  public static JdbcProjection in(DataSource dataSource) {
    return JdbcProjection.named(BalanceView.NAME, dataSource)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(255) PRIMARY KEY,"
                + " balance_cents BIGINT NOT NULL, status VARCHAR(10) NOT NULL,"
                + " last_sequence BIGINT NOT NULL, last_position BIGINT NOT NULL)")
        .on(
            AccountOpened.class,
            (event, opened, sql) ->
                sql.update(
                    "INSERT INTO {table} (account_id, balance_cents, status, last_sequence,"
                        + " last_position) VALUES (?, 0, ?, ?, ?)",
                    event.stream().aggregateId(),
                    Status.OPEN.name(),
                    event.sequence(),
                    event.position()))
        .on(
            MoneyMoved.class,
            (event, moved, sql) -> change(event, sql, "balance_cents", moved.balanceAfter()))
        .on(
            AccountClosed.class,
            (event, closed, sql) -> change(event, sql, "status", Status.CLOSED.name()))
        .repairedBy("DELETE FROM {table} WHERE account_id = ?")
        .build();
  }

  // end::projection[]

  private static void change(RecordedEvent event, Sql sql, String column, Object value)
      throws SQLException {
    int changed =
        sql.update(
            "UPDATE {table} SET "
                + column
                + " = ?, last_sequence = ?, last_position = ? WHERE account_id = ?",
            value,
            event.sequence(),
            event.position(),
            event.stream().aggregateId());
    if (changed != 1) {
      throw new IllegalStateException("balance_view has no row for " + event);
    }
  }
}

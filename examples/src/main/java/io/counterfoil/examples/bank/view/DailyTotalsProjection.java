package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.projection.jdbc.Sql;
import io.counterfoil.store.RecordedEvent;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;

/**
 * Keeps {@code daily_totals} up to date: what all accounts together have moved on each day. It adds
 * up, which rows and checkpoint in one transaction allow.
 */
final class DailyTotalsProjection {
  private DailyTotalsProjection() {}

  static JdbcProjection in(DataSource dataSource) {
    return JdbcProjection.named(DailyTotalsView.NAME, dataSource)
        .createdBy(
            "CREATE TABLE {table} (booked_on DATE PRIMARY KEY, credits BIGINT NOT NULL,"
                + " credit_cents DECIMAL(30, 0) NOT NULL, debits BIGINT NOT NULL,"
                + " debit_cents DECIMAL(30, 0) NOT NULL, last_position BIGINT NOT NULL)")
        .on(MoneyDeposited.class, (event, deposited, sql) -> add(sql, event, deposited, "credit"))
        .on(MoneyWithdrawn.class, (event, withdrawn, sql) -> add(sql, event, withdrawn, "debit"))
        .build();
  }

  private static void add(Sql sql, RecordedEvent event, MoneyMoved moved, String direction)
      throws SQLException {
    LocalDate day = StatementProjection.dayOf(event, moved);
    String change =
        "UPDATE {table} SET "
            + (direction + "s = " + direction + "s + 1, ")
            + (direction + "_cents = " + direction + "_cents + ?, ")
            + "last_position = ? WHERE booked_on = ?";
    BigDecimal cents = BigDecimal.valueOf(moved.amountCents());
    if (sql.update(change, cents, event.position(), day) == 0) {
      sql.update("INSERT INTO {table} VALUES (?, 0, 0, 0, 0, 0)", day);
      sql.update(change, cents, event.position(), day);
    }
  }
}

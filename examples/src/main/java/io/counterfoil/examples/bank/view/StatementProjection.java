package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.projection.jdbc.Sql;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Keeps {@code account_statement} up to date: one row for each event of an account. */
final class StatementProjection {
  private StatementProjection() {}

  static JdbcProjection in(DataSource dataSource) {
    return JdbcProjection.named(StatementView.NAME, dataSource)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(255) NOT NULL, sequence BIGINT NOT NULL,"
                + " booked_on DATE NOT NULL, event_type VARCHAR(255) NOT NULL,"
                + " amount_cents BIGINT, balance_cents BIGINT, booking_text TEXT NOT NULL,"
                + " PRIMARY KEY (account_id, sequence))")
        .on(
            MoneyMoved.class,
            (event, moved, sql) ->
                put(
                    sql,
                    event,
                    dayOf(event, moved),
                    Optional.of(moved.amountCents()),
                    Optional.of(moved.balanceAfter()),
                    textOf(moved)))
        .on(
            AccountOpened.class,
            (event, opened, sql) -> putWithoutMoney(sql, event, opened.owner().orElse("")))
        .on(AccountClosed.class, (event, closed, sql) -> putWithoutMoney(sql, event, ""))
        .idempotent()
        .repairedBy("DELETE FROM {table} WHERE account_id = ?")
        .build();
  }

  private static void putWithoutMoney(Sql sql, RecordedEvent event, String text)
      throws SQLException {
    put(sql, event, dayOf(event), Optional.empty(), Optional.empty(), text);
  }

  private static void put(
      Sql sql,
      RecordedEvent event,
      LocalDate day,
      Optional<Long> amountCents,
      Optional<Long> balanceCents,
      String text)
      throws SQLException {
    sql.upsert(
        Map.of("account_id", event.stream().aggregateId(), "sequence", event.sequence()),
        Map.of(
            "booked_on", day,
            "event_type", event.type(),
            "amount_cents", amountCents,
            "balance_cents", balanceCents,
            "booking_text", text));
  }

  /** The bank's own date, or that of the event in UTC. */
  static LocalDate dayOf(RecordedEvent event, MoneyMoved moved) {
    return moved.bookedOn().orElseGet(() -> dayOf(event));
  }

  private static LocalDate dayOf(RecordedEvent event) {
    return event.metadata().at().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static String textOf(MoneyMoved moved) {
    return Stream.of(moved.kind(), moved.text(), moved.counterparty())
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }
}

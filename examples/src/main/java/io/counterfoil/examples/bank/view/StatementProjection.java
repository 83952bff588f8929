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
                insert(
                    sql,
                    event,
                    dayOf(event, moved),
                    Optional.of(moved.amountCents()),
                    Optional.of(moved.balanceAfter()),
                    textOf(moved)))
        .on(
            AccountOpened.class,
            (event, opened, sql) -> insertWithoutMoney(sql, event, opened.owner().orElse("")))
        .on(AccountClosed.class, (event, closed, sql) -> insertWithoutMoney(sql, event, ""))
        .build();
  }

  private static void insertWithoutMoney(Sql sql, RecordedEvent event, String text)
      throws SQLException {
    insert(sql, event, dayOf(event), Optional.empty(), Optional.empty(), text);
  }

  private static void insert(
      Sql sql,
      RecordedEvent event,
      LocalDate day,
      Optional<Long> amountCents,
      Optional<Long> balanceCents,
      String text)
      throws SQLException {
    sql.update(
        "INSERT INTO {table} (account_id, sequence, booked_on, event_type, amount_cents,"
            + " balance_cents, booking_text) VALUES (?, ?, ?, ?, ?, ?, ?)",
        event.stream().aggregateId(),
        event.sequence(),
        day,
        event.type(),
        amountCents,
        balanceCents,
        text);
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

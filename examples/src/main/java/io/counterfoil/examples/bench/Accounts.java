package io.counterfoil.examples.bench;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.Details;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

/** The domain of all works: the bank's accounts, with small events as they are in life. */
public final class Accounts {
  /** The aggregate type. */
  public static final String TYPE = "account";

  /** What each deposit brings, in cents. */
  public static final long AMOUNT = 5_000;

  /** What is known of each deposit: with it, an event has about 130 characters of JSON. */
  public static final Details DETAILS =
      new Details(
          Optional.of(LocalDate.of(1993, 1, 5)),
          Optional.of("cash deposit"),
          Optional.of("salary"),
          Optional.of("KB 41104818"));

  private static final String OPENED = "{\"owner\":\"Eva\"}";
  private static final String DEPOSITED =
      "{\"amountCents\":5000,\"balanceAfter\":%s,\"bookedOn\":\"1993-01-05\",\"kind\":\"cash"
          + " deposit\",\"text\":\"salary\",\"counterparty\":\"KB 41104818\"}";

  private Accounts() {}

  /**
   * Names an account.
   *
   * @param number 1 or more
   * @return its id
   */
  public static String id(long number) {
    return "account-" + number;
  }

  /**
   * Makes an event.
   *
   * @param balanceAfter the balance in cents after it
   * @return a deposit
   */
  public static MoneyDeposited deposit(long balanceAfter) {
    return new MoneyDeposited(
        AMOUNT,
        balanceAfter,
        DETAILS.bookedOn(),
        DETAILS.kind(),
        DETAILS.text(),
        DETAILS.counterparty());
  }

  /** Fills tables with accounts of so many events each, in turns as if written in parallel. */
  static void fill(Tables tables, int accounts, int eventsEach) throws IOException, SQLException {
    try (Connection connection = tables.server().connect();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO %s (aggregate_type, aggregate_id, sequence, event_id, type,
                  schema_version, recorded_at, data)
                SELECT 'account', 'account-' || account, n, gen_random_uuid(),
                  CASE n WHEN 1 THEN 'AccountOpened' ELSE 'MoneyDeposited' END, 1, 1700000000000,
                  CASE n WHEN 1 THEN ? ELSE format(?, 5000 * (n - 1)) END
                FROM generate_series(1, ?) AS n, generate_series(1, ?) AS account
                ORDER BY n, account"""
                    .formatted(tables.events()))) {
      insert.setString(1, OPENED);
      insert.setString(2, DEPOSITED);
      insert.setInt(3, eventsEach);
      insert.setInt(4, accounts);
      insert.executeUpdate();
    }
    tables.server().execute("VACUUM ANALYZE " + tables.events());
  }
}

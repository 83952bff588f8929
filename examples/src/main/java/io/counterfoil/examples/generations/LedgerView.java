package io.counterfoil.examples.generations;

import io.counterfoil.examples.generations.LedgerEvent.AccountEnded;
import io.counterfoil.examples.generations.LedgerEvent.AccountOpened;
import io.counterfoil.examples.generations.LedgerEvent.Credited;
import io.counterfoil.examples.generations.LedgerEvent.Debited;
import io.counterfoil.examples.generations.LedgerEvent.OwnerNamed;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.projection.jdbc.Sql;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/**
 * The balances, as the third generation shows them: the second version of the first generation's
 * view, filled from the first event on.
 */
final class LedgerView {
  static final String NAME = "balance_view";

  private LedgerView() {}

  static JdbcProjection in(DataSource dataSource) {
    return JdbcProjection.named(NAME, dataSource)
        .version(2)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(255) PRIMARY KEY,"
                + " owner VARCHAR(1000), balance_cents BIGINT, currency VARCHAR(3),"
                + " ended BOOLEAN)")
        .on(
            AccountOpened.class,
            (event, opened, sql) -> keep(sql, event, Map.of("currency", opened.currency())))
        .on(
            OwnerNamed.class,
            (event, named, sql) -> keep(sql, event, Map.of("owner", named.owner())))
        .on(Credited.class, (event, in, sql) -> keep(sql, event, balance(in.balanceAfter())))
        .on(Debited.class, (event, out, sql) -> keep(sql, event, balance(out.balanceAfter())))
        .on(AccountEnded.class, (event, ended, sql) -> keep(sql, event, Map.of("ended", true)))
        .build();
  }

  private static Map<String, Object> balance(Money after) {
    return Map.of("balance_cents", after.cents());
  }

  private static void keep(Sql sql, RecordedEvent event, Map<String, ?> columns)
      throws SQLException {
    sql.upsert(Map.of("account_id", event.stream().aggregateId()), columns);
  }
}

package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.ProjectionRunner;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of tables and views that somebody dropped, or that were made half-way. */
abstract class LostTablesSuite extends ReadModelSuite {
  @Test
  void fillsATableAnewThatWasDropped() {
    AccountEvent.deposit(store, "a", 1);
    runner(running(balances().build())).catchUp();
    database.execute("DROP TABLE balance_view_v1 CASCADE");
    AccountEvent.deposit(store, "a", 2);

    runner(running(balances().build())).catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 3L));
    assertThat(storedCheckpoint()).isEqualTo(2);
  }

  @Test
  void makesAViewAnewThatWasDropped() {
    AccountEvent.deposit(store, "a", 1);
    runner(running(balances().build())).catchUp();
    database.execute("DROP VIEW balance_view");

    runner(running(balances().build())).catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  @Test
  void leavesNoTableThatWasMadeHalfWay() {
    AccountEvent.deposit(store, "a", 1);
    JdbcProjection broken = indexedBy("no_such_column");

    for (int i = 0; i < 2; i++) { // the second start finds what the first one has left
      assertThatExceptionOfType(ProjectionException.class)
          .isThrownBy(() -> runner(running(broken)).catchUp())
          .withMessageContaining("no_such_column");
    }
    ProjectionRunner mended = runner(running(indexedBy("balance_cents")));
    mended.catchUp();

    assertThat(rows()).isEqualTo(Map.of("a", 1L));
  }

  private JdbcProjection indexedBy(String column) {
    return JdbcProjection.named("balance_view", pool)
        .createdBy(
            "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT NOT"
                + " NULL, events BIGINT NOT NULL)",
            "CREATE UNIQUE INDEX {table}_x ON {table} (" + column + ")")
        .on(
            Deposited.class,
            (event, payload, sql) -> add(sql, event.stream().aggregateId(), payload.amountCents()))
        .build();
  }

  @Test
  void refusesNamesThatMayBeTheTableOfAnotherProjection() {
    for (String name : new String[] {"a_v1", "a_v20_g3"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> JdbcProjection.named(name, pool))
          .withMessageContaining("'" + name + "' may be the table of a version");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JdbcProjection.named("Balance_View", pool))
        .withMessageContaining("lower case");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                JdbcProjection.named("b".repeat(51), pool)
                    .version(20_240_101)
                    .createdBy("CREATE TABLE {table} (id INTEGER)")
                    .on(Deposited.class, (event, payload, sql) -> {})
                    .build())
        .withMessageContaining("too long together");
    assertThat(JdbcProjection.named("a_view", pool)).isNotNull();
  }
}

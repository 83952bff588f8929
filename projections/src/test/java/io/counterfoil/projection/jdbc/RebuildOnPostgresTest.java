package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.Beside;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionRunner;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RebuildOnPostgresTest extends RebuildSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }

  @Test
  void waitsForAReaderOfTheViewHoweverLongItTakes() throws Exception {
    // given a reader that keeps the view locked
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build())); // two attempts
    runner.catchUp();
    AtomicInteger turns = new AtomicInteger();
    CompletableFuture<Long> rebuilt;
    try (Connection reader = pool.getConnection();
        Statement reading = reader.createStatement()) {
      reader.setAutoCommit(false);
      reading.executeQuery("SELECT * FROM balance_view").close();

      // when the switch has failed more often than an event may
      rebuilt = Beside.start(() -> runner.rebuild("balance_view", at -> turns.incrementAndGet()));
      Eventually.until("it was tried often", () -> turns.get() > 4 || rebuilt.isDone());
      assertThat(rebuilt).isNotDone();
      reader.rollback();
      reader.setAutoCommit(true);
    }

    // then it takes place as soon as it can
    assertThat(rebuilt.join()).isEqualTo(1);
  }

  @Test
  void keepsWhatWasSetOnTheView() {
    AccountEvent.deposit(store, "a", 1);
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    database.execute("ALTER VIEW balance_view SET (security_invoker = true)");
    database.execute("COMMENT ON VIEW balance_view IS 'it''s ours'");

    runner.rebuild("balance_view");

    assertThat(
            rows(
                "SELECT array_to_string(reloptions, ',') || ' ' || obj_description(oid, 'pg_class'),"
                    + " 1 FROM pg_class WHERE oid = to_regclass('balance_view')"))
        .containsOnlyKeys("security_invoker=true it's ours");
  }
}

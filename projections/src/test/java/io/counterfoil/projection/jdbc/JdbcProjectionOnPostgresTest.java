package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.store.EventStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class JdbcProjectionOnPostgresTest extends JdbcProjectionSuite {
  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }

  @Test
  void doublesNothingWhenItsConnectionIsKilledInTheMiddleOfABatch() throws Exception {
    // given a batch that has written rows and not committed
    BlockingQueue<Integer> pids = new LinkedBlockingQueue<>();
    CountDownLatch killed = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    JdbcProjection projection =
        JdbcProjection.named("balance_view", pool)
            .createdBy(
                "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents BIGINT NOT"
                    + " NULL)")
            .on(
                Deposited.class,
                (event, payload, sql) -> {
                  String account = event.stream().aggregateId();
                  if (sql.update(
                          "UPDATE {table} SET balance_cents = balance_cents + ? WHERE account_id"
                              + " = ?",
                          payload.amountCents(),
                          account)
                      == 0) {
                    sql.update("INSERT INTO {table} VALUES (?, ?)", account, payload.amountCents());
                  }
                  if (calls.incrementAndGet() == 2) {
                    pids.add(
                        sql.queryFirst("SELECT pg_backend_pid()", row -> row.getInt(1))
                            .orElseThrow());
                    killed.await();
                  }
                })
            .build();
    AccountEvent.deposit(store, "a", 1);
    AccountEvent.deposit(store, "a", 2);
    long position = AccountEvent.deposit(store, "b", 4);
    ProjectionRunner runner = runner(running(projection)).start();

    // when the server ends the connection
    int pid = pids.take();
    database.execute("SELECT pg_terminate_backend(" + pid + ")");
    Eventually.until("the backend has gone", () -> !isAlive(pid));
    killed.countDown();

    // then the batch comes once more, and counts once
    runner.await("balance_view", position, Eventually.SOON);
    assertThat(calls).hasValueGreaterThan(3);
    assertThat(rows()).isEqualTo(Map.of("a", 3L, "b", 4L));
  }

  @Test
  void comesBackAfterAllConnectionsAreKilledWhileItWaits() throws Exception {
    ProjectionRunner runner = runner(running(balances().build())).start();
    runner.await("balance_view", AccountEvent.deposit(store, "a", 1), Eventually.SOON);

    for (int i = 1; i <= 5; i++) {
      database.execute(
          "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
              + " WHERE pid <> pg_backend_pid() AND datname = current_database()");
      EventStore another = anotherStore();
      runner.await("balance_view", AccountEvent.deposit(another, "a", 1), Eventually.SOON);
    }

    assertThat(rows()).isEqualTo(Map.of("a", 6L));
    assertThat(runner.status("balance_view").state()).isNotEqualTo(ProjectionState.FAILED);
  }

  private EventStore anotherStore() {
    return JdbcEventStore.on(database.dataSource(), AccountEvent.types());
  }

  private boolean isAlive(int pid) {
    try (var connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT count(*) FROM pg_stat_activity WHERE pid = " + pid)) {
      row.next();
      return row.getInt(1) > 0;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}

package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.Batch;
import io.counterfoil.projection.Checkpoint;
import io.counterfoil.projection.Generations;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ReadModel;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * A process that is stopped while a handler is at work keeps row locks, and that of the checkpoint:
 * the server is asked to end such a transaction. What it answers is compared, for a minute is long.
 */
class IdleTransactionTest extends ReadModelSuite {
  private static final String NAME = "balance_view";

  /** What holds for the transaction of each handler that was called. */
  private final List<String> bounds = Collections.synchronizedList(new ArrayList<>());

  @Override
  TestDatabase createDatabase() {
    return TestDatabases.postgres();
  }

  private JdbcProjection projection() {
    return balances()
        .on(AccountEvent.Noted.class, (event, noted, sql) -> bounds.add(bound(sql)))
        .repairedBy("DELETE FROM {table} WHERE account_id = ?")
        .build();
  }

  private static String bound(Sql sql) throws SQLException {
    return sql.queryFirst("SHOW idle_in_transaction_session_timeout", row -> row.getString(1))
        .orElseThrow();
  }

  @Test
  void endsWithinAMinuteWhereverHandlersAreCalled() throws SQLException {
    AccountEvent.append(store, POISON, new Deposited(1), new AccountEvent.Noted("parked"));
    AccountEvent.append(store, "a", new AccountEvent.Noted("applied"));
    ProjectionOptions parking =
        ProjectionOptions.defaults()
            .retries(1, Duration.ofMillis(1), Duration.ofMillis(1))
            .parking();
    ProjectionRunner runner = runner(running(projection()).options(parking));

    runner.catchUp();
    runner.repair(NAME, new StreamId("account", "a"));
    mended.set(true);
    runner.parked(NAME).retry();

    assertThat(bounds).containsExactly("1min", "1min", "1min");
    assertThat(boundOfAPooledConnection()).isEqualTo("0");
  }

  @Test
  void endsWithinAMinuteAmidASwitch() throws Exception {
    // given a generation beside the live one that is behind it by all events
    AccountEvent.append(store, "a", new AccountEvent.Noted("applied by both"));
    JdbcProjection projection = projection();
    runner(running(projection)).catchUp();
    ReadModel readModel = projection.open(Optional.empty());
    Generations generations = readModel.generations().orElseThrow();
    Checkpoint building = readModel.claim(generations.begin("us").checkpoint(), "us");

    // when the switch applies them
    generations.takeOver(
        building,
        (from, to) -> {
          List<RecordedEvent> events = new ArrayList<>();
          store.readLog(EventQuery.after(from).to(to), events::add);
          return new Batch(from, to, events);
        });

    assertThat(bounds).containsExactly("1min", "1min");
  }

  private String boundOfAPooledConnection() throws SQLException {
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
      row.next();
      return row.getString(1);
    }
  }
}

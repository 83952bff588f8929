package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a dry run promises, on each database. */
abstract class DryRunSuite extends ReadModelSuite {
  private static final String NAME = "balance_view";

  /** Reads all rows of all tables and views, but of the database's own. */
  private Map<String, List<String>> everything() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT table_name FROM information_schema.tables"
                  + " WHERE lower(table_schema) = 'public'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      Map<String, List<String>> all = new TreeMap<>();
      for (String table : tables) {
        all.put(table, rowsOf(statement, table));
      }
      return all;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> rowsOf(Statement statement, String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery("SELECT * FROM \"" + table + '"')) {
      int columns = row.getMetaData().getColumnCount();
      while (row.next()) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          text.append(row.getString(i)).append('|');
        }
        rows.add(text.toString());
      }
    }
    return rows.stream().sorted().toList();
  }

  private void appendMixed() {
    AccountEvent.append(store, "a", new Deposited(5), new Noted("?"), new Withdrawn(2));
    AccountEvent.append(store, POISON, new Deposited(1), new Withdrawn(2));
    AccountEvent.append(store, "b", new Deposited(7));
  }

  @Test
  void triesHandlersThatAddUpAndLeavesEveryTableAsItIs() {
    mended.set(true);
    appendMixed();
    ProjectionRunner runner = runner(running(balances().build()));
    runner.catchUp();
    mended.set(false);
    Map<String, List<String>> before = everything();

    ReplayResult result = runner.replay(NAME).dryRun();

    assertThat(everything()).isEqualTo(before);
    assertThat(before).hasSizeGreaterThan(5);
    assertThat(result.read()).isEqualTo(5);
    assertThat(result.applied()).isEqualTo(3);
    assertThat(result.failed()).isEqualTo(2);
    assertThat(result.errors())
        .extracting(error -> error.event().orElseThrow().position())
        .containsExactly(4L, 5L);
    assertThat(result.errors().get(1).step()).contains("in the handler of Withdrawn");
    assertThat(result.errors().get(1).cause()).hasMessageContaining("poisoned");
    assertThat(result.to()).isEqualTo(6);
    AccountEvent.deposit(store, "b", 1);
    runner.catchUp();
    assertThat(rows()).containsEntry("b", 8L);
  }

  @Test
  void triesWhatIsChosen() {
    appendMixed();
    ProjectionRunner runner = runner(running(balances().build()));

    assertThat(runner.replay(NAME).stream(new StreamId("account", "a")).dryRun().applied())
        .isEqualTo(2);
    assertThat(runner.replay(NAME).eventTypes(Withdrawn.class).dryRun().read()).isEqualTo(2);
    assertThat(runner.replay(NAME).positions(5, 100).dryRun().read()).isEqualTo(2);
    assertThat(runner.replay(NAME).positions(50, 100).dryRun().read()).isZero();
  }

  @Test
  void writesNothingWhereTheProjectionWasNeverStarted() {
    appendMixed();
    Map<String, List<String>> before = everything();

    ReplayResult result = runner(running(balances().build())).replay(NAME).dryRun();

    assertThat(result.applied()).isEqualTo(3);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void appliesEachEventThatDoesNotFailOnce() {
    AtomicLong sum = new AtomicLong();
    JdbcProjection counting =
        balances()
            .on(
                Noted.class,
                (event, payload, sql) ->
                    sum.set(
                        sql.queryFirst(
                                "SELECT SUM(balance_cents) FROM {table}", row -> row.getLong(1))
                            .orElse(0L)))
            .build();
    appendMixed();
    AccountEvent.append(store, "z", new Noted("sums up"));

    ReplayResult result = runner(running(counting).batchSize(100)).replay(NAME).dryRun();

    assertThat(result.failed()).isEqualTo(2);
    assertThat(sum).hasValue(5 - 2 + 7);
  }

  @Test
  void saysWhichStatementDoesNotCreateTheTable() {
    appendMixed();
    Map<String, List<String>> before = everything();
    JdbcProjection wrong =
        JdbcProjection.named(NAME, pool)
            .createdBy("CREATE TABLE {table} (id INTEGER)", "CREATE INDEX i ON {table} (absent)")
            .on(Deposited.class, (event, payload, sql) -> {})
            .build();

    assertThatExceptionOfType(ProjectionException.class)
        .isThrownBy(() -> runner(running(wrong)).replay(NAME).dryRun())
        .withMessageContaining("CREATE INDEX i ON counterfoil_dry_");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void blamesTheEventWhoseHandlerHidesAFailureOfTheDatabase() {
    appendMixed();
    JdbcProjection hiding =
        JdbcProjection.named(NAME, pool)
            .createdBy("CREATE TABLE {table} (id INTEGER)")
            .on(
                Deposited.class,
                (event, payload, sql) -> {
                  sql.update("INSERT INTO {table} VALUES (1)");
                  if (event.position() == 4) {
                    try {
                      sql.update("INSERT INTO absent VALUES (1)");
                    } catch (SQLException e) {
                      return; // on PostgreSQL, the transaction is of no use any more
                    }
                  }
                })
            .build();

    ReplayResult result = runner(running(hiding)).replay(NAME).dryRun();

    assertThat(result.failed()).isEqualTo(database.isPostgres() ? 1 : 0);
    assertThat(result.read()).isEqualTo(3);
    result
        .errors()
        .forEach(error -> assertThat(error.event().orElseThrow().position()).isEqualTo(4));
  }
}

package io.counterfoil.projection.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.InMemoryCheckpointStore;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.projection.jdbc.JdbcEventHandler;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.store.EventStore;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class FailureReportTest {
  private static final String TABLE = "CREATE TABLE {table} (id VARCHAR(5))";

  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());

  private String stopped(Projection projection) {
    AccountEvent.deposit(store, "a", 4711);
    try (ProjectionRunner runner =
        ProjectionRunner.on(store)
            .checkpoints(new InMemoryCheckpointStore())
            .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
            .run(projection)
            .build()) {
      return catchThrowableOfType(ProjectionStopped.class, runner::catchUp).failure().toString();
    }
  }

  private static Projection table(
      DataSource dataSource, String creation, JdbcEventHandler<Deposited> handler) {
    return JdbcProjection.named("v", dataSource)
        .createdBy(creation)
        .on(Deposited.class, handler)
        .build();
  }

  @Test
  void namesTheHandlerTheCodesAndThePlaceInTheApplicationOnH2() {
    String report =
        stopped(
            table(
                TestDatabases.h2Memory().dataSource(),
                TABLE,
                (event, payload, sql) ->
                    sql.update("INSERT INTO {table} VALUES (?)", "secret 4711")));

    assertThat(report)
        .contains(
            "in the handler of Deposited: org.h2.jdbc.JdbcSQLDataException"
                + " (SQLState 22001, vendor code 22001) at ",
            "FailureReportTest.")
        .doesNotContain("org.h2.message", "4711", "secret");
  }

  @Test
  void namesThemOnPostgres() {
    String report =
        stopped(
            table(
                TestDatabases.postgres().dataSource(),
                TABLE,
                (event, payload, sql) -> {
                  try {
                    sql.update("INSERT INTO {table} VALUES (?)", "secret 4711");
                  } catch (java.sql.SQLException e) {
                    throw new IllegalStateException("secret", e);
                  }
                }));

    assertThat(report)
        .contains(
            "in the handler of Deposited: java.lang.IllegalStateException (caused by"
                + " org.postgresql.util.PSQLException, SQLState 22001, vendor code 0) at ",
            "FailureReportTest.")
        .doesNotContain("4711", "secret");
  }

  @Test
  void quotesTheStatementThatCreatesTheTable() {
    String report =
        stopped(
            table(
                TestDatabases.h2Memory().dataSource(),
                "CREATE TABLE {table}\n  (id VARCHARR(5))",
                (event, payload, sql) -> {}));

    assertThat(report)
        .contains(
            "while creating the table v_v1 by: CREATE TABLE v_v1 (id VARCHARR(5)):"
                + " org.h2.jdbc.JdbcSQL",
            "SQLState ",
            "vendor code 500")
        .doesNotContain(" at ");
  }

  @Test
  void namesTheHandlerOfAnySink() {
    String report =
        stopped(
            Projection.named("sink")
                .on(
                    Deposited.class,
                    (event, payload) -> {
                      throw new IllegalStateException("secret " + payload);
                    })
                .build());

    assertThat(report)
        .contains(
            "in the handler of Deposited: java.lang.IllegalStateException at ",
            "FailureReportTest.")
        .doesNotContain("4711", "secret");
  }
}

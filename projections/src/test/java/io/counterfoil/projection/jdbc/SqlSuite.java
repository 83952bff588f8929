package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.store.EventStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a handler may do with its rows, on each database. */
abstract class SqlSuite {
  private static final Instant MOMENT = Instant.parse("2024-02-29T23:59:58.123456Z");

  private final TestDatabase database = createDatabase();
  private Connection connection;
  private Sql sql;

  /** Has a class of its own for a constant. */
  private enum Kind {
    PLAIN,
    SPECIAL {
      @Override
      public String toString() {
        return "quite special";
      }
    }
  }

  abstract TestDatabase createDatabase();

  @BeforeEach
  void connect() throws SQLException {
    connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    sql = new Sql(connection, "t");
  }

  @AfterEach
  void close() throws SQLException {
    connection.rollback();
    connection.close();
  }

  private <T> T stored(String type, Object value, Class<T> as) throws SQLException {
    sql.update("DROP TABLE IF EXISTS {table}");
    sql.update("CREATE TABLE {table} (v " + type + ")");
    sql.update("INSERT INTO {table} VALUES (?)", value);
    sql.close();
    sql = new Sql(connection, "t");
    return sql.queryFirst("SELECT v FROM {table}", row -> row.getObject(1, as)).orElseThrow();
  }

  @Test
  void bindsTheSameValuesOnEachDatabase() throws SQLException {
    OffsetDateTime moment = MOMENT.atOffset(ZoneOffset.UTC);
    UUID id = new UUID(1, 2);

    assertThat(stored("VARCHAR(20)", "text", String.class)).isEqualTo("text");
    assertThat(stored("BOOLEAN", true, Boolean.class)).isTrue();
    assertThat(stored("SMALLINT", (byte) 1, Integer.class)).isEqualTo(1);
    assertThat(stored("SMALLINT", (short) 2, Integer.class)).isEqualTo(2);
    assertThat(stored("INTEGER", 3, Integer.class)).isEqualTo(3);
    assertThat(stored("BIGINT", 4L, Long.class)).isEqualTo(4L);
    assertThat(stored("DOUBLE PRECISION", 0.5f, Double.class)).isEqualTo(0.5);
    assertThat(stored("DOUBLE PRECISION", 0.25, Double.class)).isEqualTo(0.25);
    assertThat(stored("NUMERIC(20, 2)", new BigDecimal("1.25"), BigDecimal.class))
        .isEqualByComparingTo("1.25");
    assertThat(stored("NUMERIC(20, 0)", BigInteger.TEN.pow(19), BigDecimal.class))
        .isEqualByComparingTo("10000000000000000000");
    assertThat(stored("DATE", LocalDate.EPOCH, LocalDate.class)).isEqualTo(LocalDate.EPOCH);
    assertThat(stored("TIME", LocalTime.NOON, LocalTime.class)).isEqualTo(LocalTime.NOON);
    assertThat(stored("TIMESTAMP", moment.toLocalDateTime(), LocalDateTime.class))
        .isEqualTo(moment.toLocalDateTime());
    assertThat(stored("UUID", id, UUID.class)).isEqualTo(id);
    assertThat(stored(database.isPostgres() ? "BYTEA" : "VARBINARY", new byte[] {7}, byte[].class))
        .containsExactly(7);
    assertThat(stored("TIMESTAMP WITH TIME ZONE", moment, OffsetDateTime.class).toInstant())
        .isEqualTo(MOMENT);
    assertThat(stored("TIMESTAMP WITH TIME ZONE", MOMENT, OffsetDateTime.class).toInstant())
        .isEqualTo(MOMENT);
    assertThat(stored("VARCHAR(20)", Kind.PLAIN, String.class)).isEqualTo("PLAIN");
    assertThat(stored("VARCHAR(20)", Kind.SPECIAL, String.class)).isEqualTo("SPECIAL");
    assertThat(
            stored("TIMESTAMP WITH TIME ZONE", Optional.of(MOMENT), OffsetDateTime.class)
                .toInstant())
        .isEqualTo(MOMENT);
  }

  @Test
  void bindsNothingAsNull() throws SQLException {
    sql.update("CREATE TABLE {table} (id INTEGER, v VARCHAR(20))");
    sql.update("INSERT INTO {table} VALUES (?, ?)", 1, Optional.empty());
    sql.update("INSERT INTO {table} VALUES (?, ?)", 2, null);
    sql.upsert(Map.of("id", 3), Map.of("v", Optional.empty()));

    assertThat(sql.query("SELECT id FROM {table} WHERE v IS NULL", row -> row.getInt(1)))
        .containsExactlyInAnyOrder(1, 2, 3);
  }

  @Test
  void refusesAValueOfAnotherClassByItsPlaceWithoutShowingIt() throws SQLException {
    sql.update("CREATE TABLE {table} (id INTEGER, v VARCHAR(20))");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sql.update("INSERT INTO {table} VALUES (?, ?)", 1, List.of("secret")))
        .withMessageStartingWith("value 2 is a java.util.")
        .withMessageContaining("supported are String, ")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sql.upsert(Map.of("id", 1), Map.of("v", Locale.ROOT)))
        .withMessageStartingWith("the value of the column 'v' is a java.util.Locale, which cannot");
  }

  @Test
  void insertsAKeyThatStandsAloneOnce() throws SQLException {
    sql.update("CREATE TABLE {table} (id INTEGER PRIMARY KEY)");

    sql.upsert(Map.of("id", 1), Map.of());
    sql.upsert(Map.of("id", 1), Map.of());
    sql.upsert(Map.of("id", 2), Map.of());

    assertThat(sql.query("SELECT id FROM {table} ORDER BY id", row -> row.getInt(1)))
        .containsExactly(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sql.upsert(Map.of(), Map.of("id", 1)))
        .withMessage("an upsert has a column or more in its key");
  }

  @Test
  void refusesToEndTheTransactionOfABatch() throws SQLException {
    Connection guarded = sql.connection();

    refuses(guarded::commit, "commit()");
    refuses(guarded::rollback, "rollback()");
    refuses(guarded::close, "close()");
    refuses(() -> guarded.abort(Runnable::run), "abort()");
    refuses(() -> guarded.setAutoCommit(true), "setAutoCommit()");
    refuses(
        () -> guarded.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
        "setTransactionIsolation()");
    assertThat(connection.isClosed()).isFalse();
    assertThat(connection.getAutoCommit()).isFalse();
  }

  private static void refuses(ThrowingCallable call, String name) {
    assertThatIllegalStateException()
        .isThrownBy(call)
        .withMessageStartingWith("a handler may not call " + name + " on the connection");
  }

  @Test
  void letsEverythingElsePassToTheConnection() throws SQLException {
    sql.update("CREATE TABLE {table} (id INTEGER)");
    Connection guarded = sql.connection();
    Savepoint before = guarded.setSavepoint();
    guarded.createStatement().executeUpdate("INSERT INTO t VALUES (1)");
    guarded.rollback(before);

    assertThat(sql.query("SELECT id FROM {table}", row -> row.getInt(1))).isEmpty();
    assertThat(guarded).isEqualTo(sql.connection()).isNotEqualTo(connection);
    assertThat(guarded.unwrap(connection.getClass())).isSameAs(connection);
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> guarded.prepareStatement("SELECT absent FROM t").executeQuery());
  }

  @Test
  void leavesNoRowsOfAHandlerThatCommits() throws SQLException {
    EventStore store = InMemoryEventStore.of(AccountEvent.types());
    AccountEvent.deposit(store, "a", 1);
    JdbcProjection projection =
        JdbcProjection.named("committed", database.dataSource())
            .createdBy("CREATE TABLE {table} (id INTEGER)")
            .on(
                Deposited.class,
                (event, payload, rows) -> {
                  rows.update("INSERT INTO {table} VALUES (1)");
                  rows.connection().commit();
                })
            .build();
    try (ProjectionRunner runner =
        ProjectionRunner.on(store)
            .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
            .run(projection)
            .build()) {
      assertThatExceptionOfType(ProjectionStopped.class)
          .isThrownBy(runner::catchUp)
          .withCauseInstanceOf(IllegalStateException.class);
    }

    assertThat(sql.query("SELECT id FROM committed", row -> row.getInt(1))).isEmpty();
  }
}

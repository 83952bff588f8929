package io.counterfoil.projection.testing;

import static io.counterfoil.projection.testing.ProjectionFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.counterfoil.Metadata;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Noted;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.store.StreamId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProjectionFixtureTest {
  private static final StreamId ADA = new StreamId("account", "ada");
  private static final StreamId BOB = new StreamId("account", "bob");

  private static Stream<TestDatabase> databases() {
    return Stream.of(TestDatabases.h2Memory(), TestDatabases.postgres());
  }

  /** Adds up, and inserts the row when it is absent. */
  private static JdbcProjection balances(TestDatabase database) {
    return JdbcProjection.named("balance_view", database.dataSource())
        .createdBy("CREATE TABLE {table} (id VARCHAR(20) PRIMARY KEY, cents BIGINT NOT NULL)")
        .on(
            Deposited.class,
            (event, deposited, sql) -> {
              String id = event.stream().aggregateId();
              if (sql.update(
                      "UPDATE {table} SET cents = cents + ? WHERE id = ?",
                      deposited.amountCents(),
                      id)
                  == 0) {
                sql.update("INSERT INTO {table} VALUES (?, ?)", id, deposited.amountCents());
              }
            })
        .on(
            Withdrawn.class,
            (event, withdrawn, sql) ->
                sql.update(
                    "UPDATE {table} SET cents = cents - ? WHERE id = ?",
                    withdrawn.amountCents(),
                    event.stream().aggregateId()))
        .build();
  }

  private static ProjectionFixture fixture(Projection projection) {
    return ProjectionFixture.of(projection, AccountEvent.types());
  }

  private static ProjectionFixture withThreeEvents(Projection projection) {
    return fixture(projection)
        .given(ADA, new Deposited(500), new Withdrawn(200))
        .given(BOB, new Deposited(70));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void acceptsATableThatAddsUp(TestDatabase database) {
    withThreeEvents(balances(database))
        .thenTable(row("bob", 70), row("ada", 300L))
        .thenRows("SELECT cents FROM balance_view ORDER BY cents", row(70), row(300))
        .thenRows("SELECT id FROM balance_view WHERE cents < 0");
  }

  @ParameterizedTest
  @MethodSource("databases")
  void comparesValuesOfEachKindOfColumn(TestDatabase database) {
    Instant noon = Instant.parse("2024-02-29T12:00:00.25Z");
    UUID id = new UUID(7, 8);
    JdbcProjection values =
        JdbcProjection.named("kinds", database.dataSource())
            .createdBy(
                "CREATE TABLE {table} (a INT PRIMARY KEY, b NUMERIC(9, 3), c TIMESTAMP WITH TIME"
                    + " ZONE, d DATE, e UUID, f BOOLEAN, g VARCHAR(9), h VARCHAR(9), i TIMESTAMP)")
            .on(
                Noted.class,
                (event, noted, sql) ->
                    sql.update(
                        "INSERT INTO {table} VALUES (?, ?, ?, ?, ?, ?, ?, NULL, ?)",
                        event.sequence(),
                        new BigDecimal("1.50"),
                        event.metadata().at(),
                        LocalDate.EPOCH,
                        id,
                        true,
                        noted.text(),
                        LocalDate.EPOCH.atTime(1, 2)))
            .build();

    fixture(values)
        .at(noon)
        .given(ADA, new Noted("x"))
        .thenTable(
            row(
                1,
                new BigDecimal("1.5"),
                noon,
                LocalDate.EPOCH,
                id,
                true,
                Optional.of("x"),
                null,
                LocalDate.EPOCH.atTime(1, 2)));
  }

  @Test
  void numbersEventsByStreamAndLogAndLeavesHolesWhereAsked() {
    List<String> seen = new ArrayList<>();
    Projection recorder =
        Projection.named("recorder")
            .on(
                AccountEvent.class,
                (event, payload) -> seen.add(event + " by " + event.metadata().headers()))
            .onReset(seen::clear)
            .build();
    Metadata byEva = Metadata.at(Instant.EPOCH).withHeader("user", "eva");

    ProjectionFixture given =
        fixture(recorder)
            .given(ADA, new Deposited(1), new Deposited(2))
            .goingOnAt(10)
            .metadata(byEva)
            .given(BOB, new Deposited(3))
            .given(ADA, new Deposited(4));

    // a list that only grows is not idempotent, which the first check does not see
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                given.then(
                    () -> List.copyOf(seen),
                    List.of(
                        "Deposited[account/ada #1 @1] by {}",
                        "Deposited[account/ada #2 @2] by {}",
                        "Deposited[account/bob #1 @10] by {user=eva}",
                        "Deposited[account/ada #3 @11] by {user=eva}")))
        .withMessageStartingWith("what is read when the batch comes again, as its");
    assertThatIllegalArgumentException().isThrownBy(() -> given.goingOnAt(11));
  }

  @Test
  void showsWhichRowsDiffer() {
    ProjectionFixture given = withThreeEvents(balances(TestDatabases.h2Memory()));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> given.thenTable(row("ada", 301), row("bob", 70), row("eve", null)))
        .withMessage(
            """
            what is read of balance_view differs from what is expected (-):
                id    | cents
              - 'ada' | 301
              + 'ada' | 300
                'bob' | 70
              - 'eve' | NULL
            given
              account/ada #1 @1  Deposited[amountCents=500]
              account/ada #2 @2  Withdrawn[amountCents=200]
              account/bob #1 @3  Deposited[amountCents=70]\
            """);
  }

  @Test
  void refusesAHandlerThatWritesOutsideTheTransaction() {
    TestDatabase database = TestDatabases.h2Memory();
    database.execute("CREATE TABLE mails (id VARCHAR(20))");
    JdbcProjection mailing =
        JdbcProjection.named("sum_view", database.dataSource())
            .createdBy("CREATE TABLE {table} (cents BIGINT)", "INSERT INTO {table} VALUES (0)")
            .on(
                Deposited.class,
                (event, payload, sql) -> database.execute("INSERT INTO mails VALUES ('x')"))
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                fixture(mailing)
                    .given(ADA, new Deposited(1))
                    .thenRows("SELECT COUNT(*) AS mails FROM mails", row(1)))
        .withMessage(
            """
            what is read of SELECT COUNT(*) AS mails FROM mails when they come anew, after the read \
            model was emptied differs from what is expected (-):
                mails
              - 1
              + 2
            given
              account/ada #1 @1  Deposited[amountCents=1]\
            """);
  }

  @Test
  void refusesWhatAddsUpInASinkThatIsAskedTwice() {
    Map<String, Long> sums = new TreeMap<>();
    Projection adding =
        Projection.named("adding")
            .on(
                Deposited.class,
                (event, deposited) ->
                    sums.merge(event.stream().aggregateId(), deposited.amountCents(), Long::sum))
            .onReset(sums::clear)
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> withThreeEvents(adding).then(() -> Map.copyOf(sums).get("ada"), 500L))
        .withMessage(
            """
            what is read when the batch comes again, as its checkpoint was not stored differs from \
            what is expected (-):
              - 500
              + 1000
            given
              account/ada #1 @1  Deposited[amountCents=500]
              account/ada #2 @2  Withdrawn[amountCents=200]
              account/bob #1 @3  Deposited[amountCents=70]\
            """);
  }

  @Test
  void refusesWhatDependsOnWhereABatchEnds() {
    Map<String, Long> index = new TreeMap<>();
    Map<String, Long> collected = new TreeMap<>();
    Projection overwriting =
        Projection.named("overwriting")
            .onBatchStart(batch -> collected.clear())
            .on(
                Deposited.class,
                (event, deposited) ->
                    collected.merge(
                        event.stream().aggregateId(), deposited.amountCents(), Long::sum))
            .onBatchEnd(batch -> index.putAll(collected))
            .onReset(index::clear)
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                fixture(overwriting)
                    .given(ADA, new Deposited(1), new Deposited(2), new Deposited(4))
                    .then(() -> Map.copyOf(index), Map.of("ada", 7L)))
        .withMessageStartingWith(
            """
            what is read when each event comes in a batch of its own differs from what is expected \
            (-):
              - {ada=7}
              + {ada=4}
            given
            """);
  }

  @Test
  void namesThePlaceWhereACutChangesTheRows() {
    Map<Long, Long> index = new TreeMap<>();
    List<Long> collected = new ArrayList<>();
    // Sends what it has collected when two are there, and forgets the rest unless it is alone.
    Projection forgetful =
        Projection.named("forgetful")
            .onBatchStart(batch -> collected.clear())
            .on(Deposited.class, (event, deposited) -> collected.add(event.position()))
            .onBatchEnd(
                batch -> {
                  int sent = collected.size() == 1 ? 1 : collected.size() / 2 * 2;
                  collected.subList(0, sent).forEach(position -> index.put(position, position));
                })
            .onReset(index::clear)
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                fixture(forgetful)
                    .given(ADA, new Deposited(1), new Deposited(2), new Deposited(4))
                    .given(BOB, new Deposited(8), new Deposited(16), new Deposited(32))
                    .then(index::size, 6))
        .withMessageStartingWith(
            "what is read when a batch ends behind Deposited[account/ada #1 @1] differs ");
  }

  @Test
  void refusesWhatSeesADifferenceBetweenAnEventAndItsStoredForm() {
    String known = "known";
    JdbcProjection byIdentity =
        JdbcProjection.named("known_view", TestDatabases.h2Memory().dataSource())
            .createdBy("CREATE TABLE {table} (known BOOLEAN)")
            .on(
                Noted.class,
                (event, noted, sql) ->
                    sql.update("INSERT INTO {table} VALUES (?)", isSame(noted.text(), known)))
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> fixture(byIdentity).given(ADA, new Noted(known)).thenTable(row(true)))
        .withMessageStartingWith(
            """
            what is read of known_view when they come as read back from JSON differs from what is \
            expected (-):
                known
              - true
              + false
            """);
  }

  @SuppressWarnings("ReferenceEquality") // the mistake that a wire brings to light
  private static boolean isSame(String one, String other) {
    return one == other;
  }

  @Test
  void saysWhichHandlerFailedAndWhen() {
    Map<Long, Long> index = new TreeMap<>();
    Projection once =
        Projection.named("once")
            .on(
                Deposited.class,
                (event, deposited) -> {
                  if (index.put(event.position(), deposited.amountCents()) != null) {
                    throw new IllegalStateException("twice");
                  }
                })
            .onReset(index::clear)
            .build();

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> fixture(once).given(ADA, new Deposited(1)).then(index::size, 1))
        .withMessage(
            """
            the projection 'once' failed in the handler of Deposited, when the batch comes again, as \
            its checkpoint was not stored:
              java.lang.IllegalStateException: twice
            given
              account/ada #1 @1  Deposited[amountCents=1]\
            """)
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void cutsALongHistoryAtThirtyPlacesFromTheFirstToTheLast() {
    assertThat(Plan.cuts(0)).isEmpty();
    assertThat(Plan.cuts(1)).isEmpty();
    assertThat(Plan.cuts(2)).containsExactly(1);
    assertThat(Plan.cuts(31)).hasSize(30).startsWith(1, 2, 3).endsWith(29, 30);
    assertThat(Plan.cuts(1_000)).hasSize(30).startsWith(1).endsWith(999).isSorted();
  }

  @Test
  void emptiesWhatWasThereBefore() {
    TestDatabase database = TestDatabases.h2Memory();
    withThreeEvents(balances(database)).thenRows("SELECT COUNT(*) FROM balance_view", row(2));

    fixture(balances(database)).given(BOB, new Deposited(5)).thenTable(row("bob", 5));
    fixture(balances(database)).thenTable();
  }

  @Test
  void needsATableForRowsAndAWayToEmptyAnyOtherSink() {
    Projection nowhere = Projection.named("nowhere").on(Noted.class, (event, noted) -> {}).build();

    assertThatIllegalStateException()
        .isThrownBy(() -> fixture(nowhere).thenTable())
        .withMessageContaining("keeps no table; use then(");
    assertThatIllegalStateException()
        .isThrownBy(() -> fixture(nowhere).then(() -> 1, 1))
        .withMessageContaining("add onReset(");
  }
}

package io.counterfoil.projection.readme;

import static io.counterfoil.projection.testing.ProjectionFixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.command.CommandResult;
import io.counterfoil.docs.ReadmeExamples;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.ConsistentRead;
import io.counterfoil.projection.Document;
import io.counterfoil.projection.DocumentSink;
import io.counterfoil.projection.EventFold;
import io.counterfoil.projection.Folded;
import io.counterfoil.projection.IdempotentDocuments;
import io.counterfoil.projection.InMemoryProjection;
import io.counterfoil.projection.ParkedEvent;
import io.counterfoil.projection.ParkedEvents;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ProjectionOptions;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionStatus;
import io.counterfoil.projection.Replay;
import io.counterfoil.projection.ReplayResult;
import io.counterfoil.projection.jdbc.JdbcCheckpointStore;
import io.counterfoil.projection.jdbc.JdbcProjection;
import io.counterfoil.projection.readme.ProjectionsReadmeTest.AccountEvent.AccountOpened;
import io.counterfoil.projection.readme.ProjectionsReadmeTest.AccountEvent.MoneyDeposited;
import io.counterfoil.projection.testing.ProjectionFixture;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the code that README.md shows, and runs it. */
class ProjectionsReadmeTest {
  private static final Logger log = LoggerFactory.getLogger(ProjectionsReadmeTest.class);

  private final DataSource dataSource = TestDatabases.h2Memory().dataSource();
  private final EventStore store = InMemoryEventStore.of(EventTypes.of(AccountEvent.class));

  /** The events of the examples. */
  sealed interface AccountEvent extends Event {
    record AccountOpened(String owner) implements AccountEvent {}

    record MoneyDeposited(long amountCents, long balanceAfter) implements AccountEvent {}
  }

  @Test
  void theReadmeShowsWhatIsTestedHere() {
    assertThat(ReadmeExamples.differences(Path.of("README.md"), Path.of("src/test/java")))
        .isEmpty();
  }

  @Test
  void keepsBalancesInADatabase() throws Exception {
    // tag::jdbc[]
    Projection balances =
        JdbcProjection.named("balance_view", dataSource)
            .createdBy(
                "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY,"
                    + " balance_cents BIGINT NOT NULL)",
                "CREATE INDEX {table}_by_balance ON {table} (balance_cents)")
            .on(
                AccountOpened.class,
                (event, opened, sql) ->
                    sql.update(
                        "INSERT INTO {table} (account_id, balance_cents) VALUES (?, 0)",
                        event.stream().aggregateId()))
            .on(
                MoneyDeposited.class,
                (event, deposited, sql) ->
                    sql.update(
                        "UPDATE {table} SET balance_cents = ? WHERE account_id = ?",
                        deposited.balanceAfter(),
                        event.stream().aggregateId()))
            .build();

    ProjectionRunner runner = ProjectionRunner.on(store).run(balances).start();
    // end::jdbc[]

    CommandResult result = openedByACommand();
    // tag::await[]
    runner.await("balance_view", result.position(), Duration.ofSeconds(30));
    // end::await[]
    assertThat(balanceOf("acc_1")).isEqualTo(500);

    // tag::consistent[]
    ConsistentRead<Long> balance =
        runner.consistentRead(
            "balance_view", result.position(), Duration.ofMillis(500), () -> balanceOf("acc_1"));
    if (balance.isStale()) {
      log.info("shown as it was before, since {}", balance.staleBecause().get().getMessage());
    }
    // end::consistent[]
    assertThat(balance.value()).isEqualTo(500);

    List<String> lines = new ArrayList<>();
    // tag::status[]
    for (ProjectionStatus status : runner.status()) {
      lines.add(status.name() + " " + status.state() + ", behind by " + status.lag());
    }
    // end::status[]
    assertThat(lines).singleElement().asString().startsWith("balance_view ");

    List<String> bar = new ArrayList<>();
    // tag::rebuild[]
    long events =
        runner.rebuild("balance_view", at -> bar.add(Math.round(100 * at.share()) + " %"));
    runner.generations("balance_view").dropRetired(); // the old rows, when nobody needs them
    // end::rebuild[]
    assertThat(events).isEqualTo(2);
    assertThat(bar).endsWith("100 %");
    runner.close();
  }

  private long balanceOf(String account) throws SQLException {
    try (var connection = dataSource.getConnection();
        var select =
            connection.prepareStatement(
                "SELECT balance_cents FROM balance_view WHERE account_id = ?")) {
      select.setString(1, account);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : -1;
      }
    }
  }

  private Projection view(String name, int version, boolean fails) {
    return JdbcProjection.named(name, dataSource)
        .version(version)
        .createdBy("CREATE TABLE {table} (account_id VARCHAR(64), balance_cents BIGINT)")
        .on(
            AccountOpened.class,
            (event, opened, sql) -> {
              if (fails) {
                throw new IllegalStateException("to be mended");
              }
              sql.update("INSERT INTO {table} VALUES (?, 0)", event.stream().aggregateId());
            })
        .build();
  }

  @Test
  void replaysWhatIsChosen() {
    opened();
    List<String> bar = new ArrayList<>();
    // tag::replayable[]
    Projection statement =
        JdbcProjection.named("account_statement", dataSource)
            .createdBy(
                "CREATE TABLE {table} (position BIGINT PRIMARY KEY, account_id VARCHAR(64),"
                    + " amount_cents BIGINT)")
            .on(
                MoneyDeposited.class,
                (event, deposited, sql) ->
                    sql.upsert(
                        Map.of("position", event.position()),
                        Map.of(
                            "account_id", event.stream().aggregateId(),
                            "amount_cents", deposited.amountCents())))
            .idempotent() // an event that is applied again leaves the same rows
            .repairedBy("DELETE FROM {table} WHERE account_id = ?")
            .build();
    // end::replayable[]
    ProjectionRunner runner = ProjectionRunner.on(store).run(statement).build();
    runner.catchUp();
    // tag::replay[]
    Replay deposits = runner.replay("account_statement").eventTypes(MoneyDeposited.class);
    ReplayResult tried = deposits.dryRun(); // writes nothing
    if (tried.failed() == 0) {
      deposits.positions(1, 500_000).run(at -> bar.add(at.timeLeft() + " left"));
    }
    runner.repair("account_statement", new StreamId("account", "acc_1"));
    // end::replay[]
    assertThat(tried.applied()).isEqualTo(1);
    assertThat(bar).containsExactly("PT0S left");
  }

  @Test
  void setsEventsAside() {
    opened();
    ProjectionRunner runner =
        ProjectionRunner.on(store)
            .options(
                ProjectionOptions.defaults()
                    .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
                    .parking())
            .run(view("balance_view", 1, true))
            .build();
    runner.catchUp();
    List<String> lines = new ArrayList<>();
    // tag::parked[]
    ParkedEvents parked = runner.parked("balance_view");
    for (ParkedEvent event : parked.list()) {
      lines.add(event.stream() + " at " + event.position() + event.reason().orElse(", waits"));
    }
    List<ParkedEvent> left =
        parked.retry(); // when the cause is mended: in the order of each stream
    // end::parked[]
    assertThat(lines).singleElement().asString().startsWith("account/acc_1 at 1in the handler of");
    assertThat(left).singleElement().extracting(ParkedEvent::attempts).isEqualTo(2);
  }

  @Test
  void runsEachProjectionInItsWay() {
    opened();
    Projection balance = view("balance_view", 1, false);
    Projection statements = view("statements", 1, false);
    // tag::options[]
    ProjectionRunner runner =
        ProjectionRunner.on(store)
            .options(
                ProjectionOptions.defaults().batchSize(1_000).batchTime(Duration.ofMillis(200)))
            .run(balance)
            .run(statements, how -> how.gathering(Duration.ofMillis(20)).parking())
            .build();
    // end::options[]
    runner.catchUp();
    assertThat(runner.status()).hasSize(2);
  }

  @Test
  void letsAHigherVersionTakeTheLowerOnesPlace() throws Exception {
    long position = openedByACommand().position();
    Projection version1 = view("balance_view", 1, false);
    Projection version2 = view("balance_view", 2, false);
    // tag::versions[]
    ProjectionRunner next = ProjectionRunner.on(store).run(version1).run(version2).start();
    next.await("balance_view", position, Duration.ofSeconds(30)); // on whichever serves
    // end::versions[]
    assertThat(balanceOf("acc_1")).isZero();
    next.close();
  }

  @Test
  void keepsAnIndexInAnotherSink() {
    opened();
    Map<String, String> index = new TreeMap<>();
    // tag::plain[]
    Projection search =
        Projection.named("search")
            .on(
                AccountOpened.class,
                (event, opened) -> index.put(event.stream().aggregateId(), opened.owner()))
            .onReset(index::clear)
            .build();

    ProjectionRunner runner =
        ProjectionRunner.on(store)
            .checkpoints(JdbcCheckpointStore.on(dataSource))
            .run(search)
            .build();
    runner.catchUp(); // on this thread: for tests and command-line programs
    // end::plain[]

    assertThat(index).containsExactly(Map.entry("acc_1", "Ada"));
  }

  @Test
  void testsAProjection() {
    Projection balance =
        JdbcProjection.named("balance_view", dataSource)
            .createdBy(
                "CREATE TABLE {table} (account_id VARCHAR(64) PRIMARY KEY, balance_cents INT)")
            .on(
                AccountOpened.class,
                (event, opened, sql) ->
                    sql.update("INSERT INTO {table} VALUES (?, 0)", event.stream().aggregateId()))
            .on(
                MoneyDeposited.class,
                (event, deposited, sql) ->
                    sql.update("UPDATE {table} SET balance_cents = ?", deposited.balanceAfter()))
            .build();
    // tag::fixture[]
    ProjectionFixture.of(balance, EventTypes.of(AccountEvent.class))
        .given(
            new StreamId("account", "acc_1"),
            new AccountOpened("Ada"),
            new MoneyDeposited(500, 500))
        .thenTable(row("acc_1", 500))
        .thenRows("SELECT balance_cents FROM balance_view WHERE balance_cents < 0");
    // end::fixture[]
  }

  @Test
  void addsUpInAnotherSink() {
    Map<String, Document<Long>> index = new TreeMap<>();
    DocumentSink<Long> sink =
        new DocumentSink<>() {
          @Override
          public Optional<Document<Long>> find(String key) {
            return Optional.ofNullable(index.get(key));
          }

          @Override
          public void put(String key, Document<Long> document) {
            index.put(key, document);
          }
        };
    // tag::idempotent[]
    IdempotentDocuments<Long> sums = IdempotentDocuments.in(sink);
    Projection projection =
        Projection.named("sums")
            .on(
                MoneyDeposited.class,
                (event, deposited) ->
                    sums.apply(
                        event.stream().aggregateId(),
                        event,
                        deposited,
                        before -> before.orElse(0L) + deposited.amountCents()))
            .onReset(index::clear)
            .build();
    // end::idempotent[]
    ProjectionFixture.of(projection, EventTypes.of(AccountEvent.class))
        .given(
            new StreamId("account", "acc_1"),
            new MoneyDeposited(500, 500),
            new MoneyDeposited(1, 501))
        .then(() -> index.get("acc_1"), new Document<>(2, 0, 501L));
  }

  // tag::fold[]
  static final EventFold<Long> TURNOVER =
      EventFold.named("turnover", 0L)
          .on(MoneyDeposited.class, (cents, event, moved) -> cents + moved.amountCents())
          .build();

  // end::fold[]

  @Test
  void keepsAStateInMemoryAndFoldsOneOnDemand() throws Exception {
    // tag::memory[]
    InMemoryProjection<Long> turnover = InMemoryProjection.of(TURNOVER);
    ProjectionRunner runner = ProjectionRunner.on(store).run(turnover).start();
    // end::memory[]
    CommandResult result = openedByACommand();
    runner.await("turnover", result.position(), Duration.ofSeconds(30));
    // tag::live[]
    long now = turnover.state();
    long ofOneAccount =
        TURNOVER.over(store).stream(new StreamId("account", "acc_1")).read().state();
    Folded<Long> before =
        TURNOVER.over(store).aggregateTypes("account").until(Instant.EPOCH).read();
    // end::live[]
    assertThat(now).isEqualTo(500);
    assertThat(ofOneAccount).isEqualTo(500);
    assertThat(before).isEqualTo(new Folded<>(0L, 2));
    runner.close();
  }

  /** Stands in for a command bus, which this module does not need. */
  private CommandResult openedByACommand() {
    AppendResult stored = opened();
    RecordedEvent last = stored.events().get(stored.events().size() - 1);
    return new CommandResult(
        stored.stream(), stored.events(), stored.lastSequence(), last.position(), false);
  }

  private AppendResult opened() {
    return store.append(
        Append.of(
            new StreamId("account", "acc_1"),
            ExpectedVersion.none(),
            List.of(new AccountOpened("Ada"), new MoneyDeposited(500, 500)),
            Metadata.at(Instant.EPOCH)));
  }
}

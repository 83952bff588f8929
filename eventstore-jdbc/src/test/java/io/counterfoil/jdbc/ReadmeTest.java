package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.docs.ReadmeExamples;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** Holds the code that README.md shows, and runs it. */
class ReadmeTest {
  private final List<String> warnings = new ArrayList<>();

  // tag::events[]
  public sealed interface AccountEvent extends Event {
    record MoneyDeposited(long amountCents, long balanceAfter) implements AccountEvent {}

    record MoneyWithdrawn(long amountCents, long balanceAfter) implements AccountEvent {}
  }

  // end::events[]

  @ParameterizedTest
  @EnumSource
  void opensAppendsAndReads(Engine engine) {
    DataSource dataSource = engine.fresh().dataSource();
    // tag::open[]
    JdbcSchema.of(dataSource).create(); // or give .ddl() to your migration tool

    EventStore store = JdbcEventStore.on(dataSource, EventTypes.of(AccountEvent.class));
    SnapshotStore snapshots = JdbcSnapshotStore.on(dataSource);
    // end::open[]

    // tag::append[]
    StreamId account = new StreamId("account", "acc_812");
    AppendResult result =
        store.append(
            Append.of(
                account,
                ExpectedVersion.none(),
                List.of(
                    new AccountEvent.MoneyDeposited(17_000, 17_000),
                    new AccountEvent.MoneyWithdrawn(5_000, 12_000)),
                Metadata.at(Instant.now()).withCorrelationId("c-9k")));

    List<RecordedEvent> history = store.events(account);
    // end::append[]
    assertThat(result.lastSequence()).isEqualTo(2);
    assertThat(history).hasSize(2);
    assertThat(snapshots.newest(account, 1)).isEmpty();

    List<RecordedEvent> seen = new ArrayList<>();
    // tag::log[]
    EventFilter withdrawals = EventFilter.ofEventTypes("MoneyWithdrawn");
    long checkpoint = 0;
    checkpoint =
        store.readLog(EventQuery.after(checkpoint).filter(withdrawals).limit(500), seen::add);
    // end::log[]
    assertThat(seen).hasSize(1);
    assertThat(checkpoint).isEqualTo(2);
  }

  @Test
  void tellsWhomReadersWaitFor() throws SQLException {
    TestDatabase database = Engine.POSTGRES.withTables();
    EventStore store = JdbcEventStore.on(database.dataSource(), Note.TYPES);
    try (HeldTransaction held = HeldTransaction.open(database)) {
      held.insertEvent("held");
      store.append(Note.written(Note.stream("a"), 1));
      // tag::status[]
      StoreStatus status = store.status();
      for (OpenWriter writer : status.openWriters()) { // none when readable() is head()
        warn(
            "the log can be read up to %d of %d: process %s of '%s' is %s, open for %s",
            status.readable(),
            status.head(),
            writer.id(), // of pg_stat_activity, or the name of a prepared transaction
            writer.application(),
            writer.state(), // such as "idle in transaction"
            writer.age());
      }
      // end::status[]
      assertThat(warnings).hasSize(1).first().asString().contains("0 of 2", "" + held.pid());
    }
  }

  private void warn(String format, Object... values) {
    warnings.add(String.format(Locale.ROOT, format, values));
  }

  @ParameterizedTest
  @EnumSource
  void forgetsOutcomesOnDemand(Engine engine) {
    EventStore store = JdbcEventStore.on(engine.withTables().dataSource(), Note.TYPES);
    store.append(Note.written(Note.stream("a"), 1).withKey(new CommandKey("k", "f")));
    // tag::forget[]
    long forgotten = store.forgetOutcomes(Instant.now().minus(Duration.ofDays(400)));
    // end::forget[]
    assertThat(forgotten).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void usesNamesOfItsOwn(Engine engine) {
    TestDatabase database = engine.fresh();
    database.execute("CREATE SCHEMA \"bank\"");
    DataSource dataSource = database.dataSource();
    // tag::tables[]
    JdbcTables tables = JdbcTables.prefixed("bank.es_").snapshots("bank.account_snapshots");
    JdbcSchema.of(dataSource, tables).create();
    EventStore store = JdbcEventStore.on(dataSource, EventTypes.of(AccountEvent.class), tables);
    // end::tables[]
    assertThat(store.head()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void takesOptions(Engine engine) {
    DataSource dataSource = engine.withTables().dataSource();
    // tag::options[]
    EventStore store =
        JdbcEventStore.with(dataSource, EventTypes.of(AccountEvent.class))
            .tables(JdbcTables.defaults())
            .pageOf(250)
            .build();
    // end::options[]
    assertThat(store.head()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfAppendsThatArriveTogether(Engine engine) {
    DataSource dataSource = engine.withTables().dataSource();
    List<Integer> sizes = new ArrayList<>();
    // tag::batches[]
    EventStore store =
        JdbcEventStore.with(dataSource, EventTypes.of(AccountEvent.class))
            .batchOf(64) // appends; 1 lets each have its own commit
            .batchesAtOnce(2)
            .onBatch(batch -> sizes.add(batch.appends()))
            .build();
    // end::batches[]
    store.append(
        Append.of(
            new StreamId("account", "a"),
            ExpectedVersion.none(),
            List.of(new AccountEvent.MoneyDeposited(1, 1)),
            Metadata.at(Instant.now())));
    assertThat(sizes).containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource
  void takesPartInATransactionOfTheCaller(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    database.execute("CREATE TABLE payments (id VARCHAR(20) PRIMARY KEY)");
    DataSource dataSource = database.dataSource();
    JdbcEventStore store = JdbcEventStore.on(dataSource, EventTypes.of(AccountEvent.class));
    Append deposit = deposit("acc_812");
    // tag::using[]
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("INSERT INTO payments VALUES ('p-1')");
      }
      store.using(connection).append(deposit);
      connection.commit(); // both, or neither
    }
    // end::using[]
    assertThat(store.events(deposit.stream())).hasSize(1);

    // tag::spring[]
    DataSource bound = new TransactionAwareDataSourceProxy(dataSource);
    JdbcEventStreams streams = store.using(bound); // keep it: every thread has its own transaction

    new TransactionTemplate(new DataSourceTransactionManager(dataSource))
        .executeWithoutResult(
            status -> {
              JdbcClient.create(bound).sql("INSERT INTO payments VALUES ('p-2')").update();
              streams.append(deposit("acc_813"));
            });
    // end::spring[]
    assertThat(store.events(new StreamId("account", "acc_813"))).hasSize(1);
  }

  private static Append deposit(String account) {
    return Append.of(
        new StreamId("account", account),
        ExpectedVersion.any(),
        List.of(new AccountEvent.MoneyDeposited(100, 100)),
        Metadata.at(Instant.now()));
  }

  @ParameterizedTest
  @EnumSource
  void appendsToSeveralStreams(Engine engine) {
    EventStore store =
        JdbcEventStore.on(engine.withTables().dataSource(), EventTypes.of(AccountEvent.class));
    StreamId account = new StreamId("account", "acc_812");
    StreamId limits = new StreamId("limits", "acc_812");
    // tag::several[]
    List<AppendResult> results =
        store.appendAll(
            List.of(
                Append.check(limits, ExpectedVersion.none()), // read, and not written
                Append.of(
                    account,
                    ExpectedVersion.none(),
                    List.of(new AccountEvent.MoneyDeposited(17_000, 17_000)),
                    Metadata.at(Instant.now()))));
    // end::several[]
    assertThat(results).extracting(AppendResult::lastSequence).containsExactly(0L, 1L);
  }

  @Test
  void theReadmeShowsThisCode() {
    assertThat(ReadmeExamples.differences(Path.of("README.md"), Path.of("src/test/java")))
        .isEmpty();
  }
}

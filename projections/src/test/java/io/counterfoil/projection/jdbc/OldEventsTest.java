package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.projection.InMemoryCheckpointStore;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionStopped;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.Upcaster;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was stored by an earlier release reaches projections as today's events. */
class OldEventsTest {

  enum Place {
    H2 {
      @Override
      TestDatabase fresh() {
        return TestDatabases.h2Memory();
      }
    },
    POSTGRES {
      @Override
      TestDatabase fresh() {
        return TestDatabases.postgres();
      }
    };

    abstract TestDatabase fresh();
  }

  /** The events of the earlier release. */
  sealed interface Earlier extends Event {
    record Paid(long amountCents) implements Earlier {}

    record Exchanged(long out, long in) implements Earlier {}

    record CacheWarmed() implements Earlier {}

    record Forgotten() implements Earlier {}
  }

  private static EventTypes today() {
    return EventTypes.with(AccountEvent.class)
        .upcast(Upcaster.from("Paid", 1).renamedTo("Deposited", 1))
        .upcast(
            Upcaster.from("Exchanged", 1)
                .as(Earlier.Exchanged.class)
                .toEach(
                    Set.of(Withdrawn.class, Deposited.class),
                    (old, event) -> List.of(new Withdrawn(old.out()), new Deposited(old.in()))))
        .upcast(Upcaster.from("CacheWarmed", 1).dropped())
        .build();
  }

  private static EventStore storeWithEarlierEvents(HikariDataSource pool) {
    JdbcSchema.of(pool).create();
    JdbcEventStore.on(pool, EventTypes.of(Earlier.class))
        .append(
            Append.of(
                new StreamId("account", "a"),
                ExpectedVersion.none(),
                List.of(
                    new Earlier.Paid(100),
                    new Earlier.Forgotten(),
                    new Earlier.Exchanged(30, 7),
                    new Earlier.CacheWarmed()),
                Metadata.at(Instant.EPOCH)));
    return JdbcEventStore.on(pool, today());
  }

  private static ProjectionRunner runner(EventStore store, Projection projection) {
    return ProjectionRunner.on(store)
        .checkpoints(new InMemoryCheckpointStore())
        .retries(1, Duration.ofNanos(1), Duration.ofNanos(1))
        .run(projection)
        .build();
  }

  @ParameterizedTest
  @EnumSource
  void showsAPlainProjectionWhatTheEventsAreToday(Place place) {
    try (HikariDataSource pool = place.fresh().pool(4)) {
      EventStore store = storeWithEarlierEvents(pool);
      AccountEvent.deposit(store, "a", 1);
      List<String> seen = new ArrayList<>();
      Projection amounts =
          Projection.named("amounts")
              .on(
                  Deposited.class,
                  (event, in) -> seen.add("+" + in.amountCents() + " #" + event.sequence()))
              .on(
                  Withdrawn.class,
                  (event, out) -> seen.add("-" + out.amountCents() + " #" + event.sequence()))
              .build();

      try (ProjectionRunner runner = runner(store, amounts)) {
        runner.catchUp();
      }

      assertThat(seen).containsExactly("+100 #1", "-30 #3", "+7 #3", "+1 #5");
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTogetherInOneTransactionWhatOneEventHasBecome(Place place) throws Exception {
    try (HikariDataSource pool = place.fresh().pool(4)) {
      EventStore store = storeWithEarlierEvents(pool);
      AtomicBoolean mended = new AtomicBoolean();
      JdbcProjection sum =
          JdbcProjection.named("sums", pool)
              .createdBy("CREATE TABLE {table} (cents BIGINT NOT NULL)")
              .on(
                  Deposited.class,
                  (event, in, sql) -> {
                    sql.update("INSERT INTO {table} VALUES (?)", in.amountCents());
                    if (event.sequence() == 3 && !mended.get()) {
                      throw new IllegalStateException("the second half fails");
                    }
                  })
              .on(
                  Withdrawn.class,
                  (event, out, sql) ->
                      sql.update("INSERT INTO {table} VALUES (?)", -out.amountCents()))
              .build();
      try (ProjectionRunner failing = runner(store, sum)) {
        assertThatExceptionOfType(ProjectionStopped.class).isThrownBy(failing::catchUp);
        assertThat(cents(pool)).doesNotContain(-30L);
      }

      mended.set(true);
      try (ProjectionRunner runner = runner(store, sum)) {
        runner.catchUp();
      }

      assertThat(cents(pool)).containsExactlyInAnyOrder(100L, -30L, 7L);
    }
  }

  private static List<Long> cents(HikariDataSource pool) throws Exception {
    List<Long> cents = new ArrayList<>();
    try (var connection = pool.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("SELECT cents FROM sums")) {
      while (row.next()) {
        cents.add(row.getLong(1));
      }
    }
    return cents;
  }

  @ParameterizedTest
  @EnumSource
  void stopsAtWhatItAskedForAndCannotRead(Place place) {
    try (HikariDataSource pool = place.fresh().pool(4)) {
      JdbcSchema.of(pool).create();
      StreamId stream = new StreamId("account", "a");
      JdbcEventStore.on(
              pool,
              EventTypes.with(AccountEvent.class)
                  .version(Deposited.class, 2)
                  .oldestVersion("Deposited", 2)
                  .build())
          .append(
              Append.of(
                  stream,
                  ExpectedVersion.none(),
                  List.of(new Deposited(1)),
                  Metadata.at(Instant.EPOCH)));
      EventStore store = JdbcEventStore.on(pool, today());
      Projection withdrawals =
          Projection.named("withdrawals").on(Withdrawn.class, (event, out) -> {}).build();
      Projection deposits =
          Projection.named("deposits").on(Deposited.class, (event, in) -> {}).build();

      try (ProjectionRunner unasked = runner(store, withdrawals);
          ProjectionRunner asked = runner(store, deposits)) {
        unasked.catchUp();

        assertThatExceptionOfType(ProjectionStopped.class)
            .isThrownBy(asked::catchUp)
            .withStackTraceContaining("is newer than this program's 1");
      }
    }
  }
}

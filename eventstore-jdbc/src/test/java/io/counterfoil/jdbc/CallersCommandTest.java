package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.KeyReused;
import io.counterfoil.command.SnapshotPolicy;
import io.counterfoil.jdbc.Tally.Add;
import io.counterfoil.jdbc.Tally.Added;
import io.counterfoil.jdbc.Tally.TooMuch;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that take part in a transaction of the caller: {@code bus.using}. */
class CallersCommandTest {
  private static final StreamId ONE = new StreamId("tally", "one");
  private static final DispatchOptions KEY = DispatchOptions.key("k");

  private static Connection begin(TestDatabase database) throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    return connection;
  }

  private static JdbcEventStore store(TestDatabase database) {
    return JdbcEventStore.on(database.dataSource(), Tally.TYPES);
  }

  private static CommandBus bus(JdbcEventStore store) {
    return CommandBus.on(store).aggregates(Tally.TALLY).build();
  }

  @ParameterizedTest
  @EnumSource
  void aCommandIsDecidedOnceAndNotTriedAgain(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = store(database);
    AtomicInteger decided = new AtomicInteger();
    Aggregate<Add, Tally, Added> overtaken =
        Aggregate.named("tally", Added.class, new Tally(0))
            .on(Added.class, (tally, added) -> new Tally(tally.total() + added.number()))
            .identifiedBy(Add.class, Add::tally)
            .handle(
                Add.class,
                (command, tally) -> {
                  decided.incrementAndGet();
                  bus(store).dispatch(new Add("one", 1));
                  return List.of(new Added(command.number()));
                })
            .build();
    CommandBus bus = CommandBus.on(store).aggregates(overtaken).build();
    try (Connection connection = begin(database)) {
      CommandBus joined = bus.using(store.using(connection));

      assertThatThrownBy(() -> joined.dispatch(new Add("one", 5)))
          .isInstanceOf(ConcurrencyConflict.class);
      assertThat(joined.state(Tally.TALLY, "one").total()).isEqualTo(1);
      connection.commit();
    }
    assertThat(decided).hasValue(1);
    assertThat(store.events(ONE)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aRejectionUnderAKeyIsRolledBackWithTheCaller(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = store(database);
    bus(store).dispatch(new Add("one", 8));
    try (Connection connection = begin(database)) {
      CommandBus joined = bus(store).using(store.using(connection));
      assertThatThrownBy(() -> joined.dispatch(new Add("one", 3), KEY)).isInstanceOf(TooMuch.class);
      assertThat(store.using(connection).outcome(ONE, "k")).isPresent();
      connection.rollback();
      assertThat(store.outcome(ONE, "k")).isEmpty();

      assertThatThrownBy(() -> joined.dispatch(new Add("one", 3), KEY)).isInstanceOf(TooMuch.class);
      connection.commit();
    }
    bus(store).dispatch(new Add("one", -5));

    assertThatThrownBy(() -> bus(store).dispatch(new Add("one", 3), KEY))
        .isInstanceOfSatisfying(
            CommandRejected.class, rejected -> assertThat(rejected.repeated()).isTrue());
  }

  @ParameterizedTest
  @EnumSource
  void aKeyCountsInsideTheTransactionToo(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = store(database);
    try (Connection connection = begin(database)) {
      CommandBus joined = bus(store).using(store.using(connection));
      joined.dispatch(new Add("one", 3), KEY);

      assertThat(joined.dispatch(new Add("one", 3), KEY).repeated()).isTrue();
      assertThatThrownBy(() -> joined.dispatch(new Add("one", 4), KEY))
          .isInstanceOf(KeyReused.class);
      connection.commit();
    }
    assertThat(bus(store).state(Tally.TALLY, "one").total()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasRolledBackIsNeverSeenAgain(Engine engine) throws SQLException {
    TestDatabase database = engine.withTables();
    JdbcEventStore store = store(database);
    SnapshotStore snapshots = JdbcSnapshotStore.on(database.dataSource());
    CommandBus bus =
        CommandBus.on(store)
            .aggregates(Tally.TALLY)
            .snapshots(snapshots, SnapshotPolicy.every(1))
            .snapshotExecutor(Runnable::run)
            .stateCache(10)
            .build();
    bus.dispatch(new Add("one", 1));
    try (Connection connection = begin(database)) {
      CommandBus joined = bus.using(store.using(connection));
      joined.dispatch(new Add("one", 5));
      assertThat(joined.state(Tally.TALLY, "one").total()).isEqualTo(6);
      connection.rollback();
    }
    assertThat(bus.state(Tally.TALLY, "one").total()).isEqualTo(1);
    assertThat(snapshots.newest(ONE, 1).orElseThrow().sequence()).isEqualTo(1);

    bus.dispatch(new Add("one", 2));

    assertThat(bus.state(Tally.TALLY, "one").total()).isEqualTo(3);
    assertThatThrownBy(() -> bus.dispatch(new Add("one", 8))).isInstanceOf(TooMuch.class);
  }
}

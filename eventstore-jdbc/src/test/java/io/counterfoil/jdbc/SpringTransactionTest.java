package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.jdbc.Tally.Add;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Appends and commands in transactions that Spring begins and ends. */
class SpringTransactionTest {
  private static final StreamId ONE = new StreamId("tally", "one");

  private HikariDataSource pool = new HikariDataSource();
  private DataSource proxy = pool;
  private TransactionTemplate transaction = new TransactionTemplate();

  private JdbcEventStore store(Engine engine) {
    TestDatabase database = engine.withTables();
    database.execute("CREATE TABLE orders (id VARCHAR(20) PRIMARY KEY)");
    pool = database.pool(8);
    proxy = new TransactionAwareDataSourceProxy(pool);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    return JdbcEventStore.on(pool, Tally.TYPES);
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  private static CommandBus bus(JdbcEventStore store) {
    return CommandBus.on(store).aggregates(Tally.TALLY).build();
  }

  private void insertOrder(String id) {
    JdbcClient.create(pool).sql("INSERT INTO orders VALUES (?)").param(id).update();
  }

  private List<String> orders() {
    return JdbcClient.create(pool)
        .sql("SELECT id FROM orders ORDER BY id")
        .query(String.class)
        .list();
  }

  @ParameterizedTest
  @EnumSource
  void eventsAndRowsAreCommittedTogether(Engine engine) {
    JdbcEventStore store = store(engine);
    CommandBus joined = bus(store).using(store.using(proxy));

    transaction.executeWithoutResult(
        status -> {
          insertOrder("o-1");
          joined.dispatch(new Add("one", 3), DispatchOptions.key("o-1"));

          assertThat(joined.state(Tally.TALLY, "one").total()).isEqualTo(3);
          assertThat(store.using(proxy).events(ONE)).hasSize(1);
          assertThat(store.events(ONE)).isEmpty();
        });

    assertThat(orders()).containsExactly("o-1");
    assertThat(bus(store).state(Tally.TALLY, "one").total()).isEqualTo(3);
    assertThat(store.outcome(ONE, "o-1")).isPresent();
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void anExceptionTakesBothBack(Engine engine) {
    JdbcEventStore store = store(engine);
    CommandBus joined = bus(store).using(store.using(proxy));

    assertThatThrownBy(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      joined.dispatch(new Add("one", 3), DispatchOptions.key("o-1"));
                      insertOrder("o-1");
                      throw new IllegalArgumentException("no such order");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(orders()).isEmpty();
    assertThat(store.events(ONE)).isEmpty();
    assertThat(store.outcome(ONE, "o-1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aNestedTransactionGoesBackToItsSavepointAlone(Engine engine) {
    JdbcEventStore store = store(engine);
    CommandBus joined = bus(store).using(store.using(proxy));
    TransactionTemplate nested = new TransactionTemplate(new DataSourceTransactionManager(pool));
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

    transaction.executeWithoutResult(
        status -> {
          joined.dispatch(new Add("one", 3));
          nested.executeWithoutResult(
              inner -> {
                joined.dispatch(new Add("one", 4), DispatchOptions.key("o-1"));
                insertOrder("o-1");
                inner.setRollbackOnly();
              });
          joined.dispatch(new Add("one", 5), DispatchOptions.key("o-2"));
        });

    assertThat(orders()).isEmpty();
    assertThat(bus(store).state(Tally.TALLY, "one").total()).isEqualTo(8);
    assertThat(store.events(ONE)).extracting(e -> e.sequence()).containsExactly(1L, 2L);
    assertThat(store.outcome(ONE, "o-1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void withoutATransactionAppendsAreRefusedAndReadsAreNot(Engine engine) {
    JdbcEventStore store = store(engine);
    JdbcEventStreams streams = store.using(proxy);
    bus(store).dispatch(new Add("one", 3));

    assertThatThrownBy(() -> bus(store).using(streams).dispatch(new Add("one", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no transaction")
        .hasMessageContaining("begin a transaction");

    assertThat(streams.events(ONE)).hasSize(1);
    assertThat(streams.outcome(ONE, "k")).isEmpty();
    assertThat(bus(store).using(streams).state(Tally.TALLY, "one").total()).isEqualTo(3);
    assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void threadsShareTheStreamsAndWorkEachInItsOwnTransaction(Engine engine) throws Exception {
    JdbcEventStore store = store(engine);
    CommandBus joined = bus(store).using(store.using(proxy));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tasks =
          IntStream.range(0, 40).mapToObj(n -> dispatching(joined, n)).toList();
      for (Future<Void> task : threads.invokeAll(tasks)) {
        task.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    for (int n = 0; n < 40; n++) {
      assertThat(store.events(new StreamId("tally", "t" + n))).hasSize(n % 2 == 0 ? 2 : 0);
    }
    assertThat(orders()).hasSize(20);
  }

  /** Every other transaction is rolled back. */
  private Callable<Void> dispatching(CommandBus joined, int n) {
    return () -> {
      transaction.executeWithoutResult(
          status -> {
            joined.dispatch(new Add("t" + n, 1));
            insertOrder("t" + n);
            joined.dispatch(new Add("t" + n, 2));
            if (n % 2 == 1) {
              status.setRollbackOnly();
            }
          });
      return null;
    };
  }

  /** On an H2 file the store works on a thread of its own, to which no transaction is bound. */
  @ParameterizedTest
  @EnumSource(names = {"H2_MEMORY", "POSTGRES"})
  void aStoreThatWasGivenTheProxyRefusesToWorkInsideATransaction(Engine engine) {
    store(engine);
    JdbcEventStore misplaced = JdbcEventStore.on(proxy, Tally.TYPES);
    bus(misplaced).dispatch(new Add("one", 3));

    transaction.executeWithoutResult(
        status -> {
          assertRefused(() -> misplaced.events(ONE));
          assertRefused(() -> bus(misplaced).dispatch(new Add("one", 1)));
          insertOrder("o-1");
          assertRefused(() -> misplaced.readLog(EventQuery.after(0), event -> {}));
          assertRefused(() -> misplaced.append(Append.check(ONE, ExpectedVersion.none())));
          status.setRollbackOnly();
        });

    assertThat(orders()).isEmpty();
    assertThat(misplaced.events(ONE)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void aStoreThatWasGivenTheProxyOfAPoolWithoutAutoCommitNeverCommitsWhatWasWritten(Engine engine) {
    store(engine);
    HikariConfig config = new HikariConfig();
    pool.copyStateTo(config);
    config.setAutoCommit(false);
    try (HikariDataSource manual = new HikariDataSource(config)) {
      DataSource bound = new TransactionAwareDataSourceProxy(manual);
      JdbcEventStore misplaced = JdbcEventStore.on(bound, Tally.TYPES);

      new TransactionTemplate(new DataSourceTransactionManager(manual))
          .executeWithoutResult(
              status -> {
                assertThat(misplaced.events(ONE)).isEmpty();
                JdbcClient.create(manual).sql("INSERT INTO orders VALUES ('o-1')").update();
                if (engine != Engine.H2_FILE) {
                  assertRefused(() -> bus(misplaced).dispatch(new Add("one", 1)));
                  assertRefused(() -> JdbcEventStore.on(bound, Tally.TYPES));
                }
                status.setRollbackOnly();
              });

      assertThat(orders()).isEmpty();
      assertThat(misplaced.events(ONE)).isEmpty();
    }
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in a transaction already")
        .hasMessageContaining("using");
  }
}

package io.counterfoil.projection.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.Eventually;
import io.counterfoil.projection.InMemoryCheckpointStore;
import io.counterfoil.projection.Projection;
import io.counterfoil.projection.ProjectionRunner;
import io.counterfoil.projection.ProjectionRunnerBuilder;
import io.counterfoil.projection.ProjectionState;
import io.counterfoil.store.EventStore;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Runs on virtual threads where the JDK has them, and on those of a cached pool on an older one.
 */
class VirtualThreadsTest {
  private static final boolean ARE_THERE = Runtime.version().feature() >= 21;
  private static final int PROJECTIONS = 64;
  private static final int EVENTS = 200;

  private final ExecutorService threads = executor();
  private final EventStore store = InMemoryEventStore.of(AccountEvent.types());
  private final Queue<Thread> used = new ConcurrentLinkedQueue<>();

  private static ExecutorService executor() {
    return ARE_THERE
        ? (ExecutorService)
            newer(Executors.class, "newVirtualThreadPerTaskExecutor", ExecutorService.class)
        : Executors.newCachedThreadPool();
  }

  private static boolean isVirtual(Thread thread) {
    return (boolean) newer(Thread.class, "isVirtual", boolean.class, thread);
  }

  /** Calls a method that Java 17 does not know. */
  private static Object newer(Class<?> type, String method, Class<?> result, Object... target) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodType signature = MethodType.methodType(result);
      return (target.length == 0
              ? lookup.findStatic(type, method, signature)
              : lookup.findVirtual(type, method, signature))
          .invokeWithArguments(target);
    } catch (Throwable e) {
      throw new AssertionError(method + " is not there", e);
    }
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  private List<String> names() {
    return IntStream.range(0, PROJECTIONS).mapToObj(i -> "deposits_" + i).toList();
  }

  private void assertRanWhereItWasTold() {
    assertThat(used).isNotEmpty().allMatch(thread -> !ARE_THERE || isVirtual(thread));
  }

  @Test
  void keepsManyTablesOnAFewConnections() throws Exception {
    try (HikariDataSource pool = TestDatabases.postgres().pool(8)) {
      keepsManyTables(pool);
    }
    assertRanWhereItWasTold();
  }

  private void keepsManyTables(DataSource pool) throws Exception {
    ProjectionRunnerBuilder running = ProjectionRunner.on(store).executor(threads);
    for (String name : names()) {
      running.run(
          JdbcProjection.named(name, pool)
              .createdBy("CREATE TABLE {table} (position BIGINT PRIMARY KEY, cents BIGINT)")
              .on(
                  Deposited.class,
                  (event, deposited, sql) -> {
                    used.add(Thread.currentThread());
                    sql.update(
                        "INSERT INTO {table} VALUES (?, ?)",
                        event.position(),
                        deposited.amountCents());
                  })
              .build());
    }

    try (ProjectionRunner runner = running.start()) {
      long last = 0;
      for (int i = 1; i <= EVENTS; i++) {
        last = AccountEvent.deposit(store, "a" + i % 7, i);
      }
      for (String name : names()) {
        runner.await(name, last, Eventually.SOON);
      }
    }

    for (String name : names()) {
      assertThat(sum(pool, name)).isEqualTo(EVENTS * (EVENTS + 1) / 2);
    }
  }

  private static long sum(DataSource database, String name) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT SUM(cents) FROM " + name)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void letsOneGoOnWhileAllOthersBlock() throws Exception {
    CountDownLatch blocked = new CountDownLatch(PROJECTIONS);
    CountDownLatch gate = new CountDownLatch(1);
    List<Long> applied = new ArrayList<>();
    ProjectionRunnerBuilder running =
        ProjectionRunner.on(store)
            .checkpoints(new InMemoryCheckpointStore())
            .executor(threads)
            .run(
                Projection.named("free")
                    .on(Deposited.class, (event, deposited) -> applied.add(event.position()))
                    .build());
    for (String name : names()) {
      running.run(
          Projection.named(name)
              .on(
                  Deposited.class,
                  (event, deposited) -> {
                    used.add(Thread.currentThread());
                    blocked.countDown();
                    gate.await();
                  })
              .build());
    }

    try (ProjectionRunner runner = running.start()) {
      long first = AccountEvent.deposit(store, "a", 1);
      blocked.await();
      long second = AccountEvent.deposit(store, "a", 2);
      runner.await("free", second, Eventually.SOON);
      gate.countDown();
      for (String name : names()) {
        runner.await(name, second, Eventually.SOON);
      }

      assertThat(applied).containsExactly(first, second);
      assertThat(runner.stop(Eventually.SOON)).isTrue();
      assertThat(runner.status())
          .allSatisfy(status -> assertThat(status.state()).isEqualTo(ProjectionState.STOPPED));
    }
    assertRanWhereItWasTold();
  }
}

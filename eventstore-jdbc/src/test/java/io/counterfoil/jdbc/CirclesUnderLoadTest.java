package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.TransactionDoomed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Many callers at once whose transactions hold what all places of the queue wait for, and who go on
 * only after an append that waits for a place: circles that no database sees.
 */
class CirclesUnderLoadTest {
  private static final int CALLERS = 3;
  private static final int ROUNDS = 10;
  private static final int WRITERS = 8;
  private static final long SECONDS = 120;

  private final TestDatabase database = Engine.POSTGRES.withTables();
  private final HikariDataSource pool = database.pool(2 * CALLERS + WRITERS);
  private final JdbcEventStore store = JdbcEventStore.on(pool, Note.TYPES);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<StreamId, Long> expected = new ConcurrentHashMap<>();
  private final AtomicBoolean over = new AtomicBoolean();

  @AfterEach
  void endWhatHangs() {
    over.set(true);
    database.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    threads.shutdownNow();
    pool.close();
  }

  @Test
  void theCallersComeThroughWhetherTheyCommitOrRollBack() throws Exception {
    List<Future<Integer>> callers = start(CALLERS, this::runRounds);
    List<Future<Integer>> writers = start(WRITERS, this::writeUntilItIsOver);

    int circles = 0;
    for (Future<Integer> caller : callers) {
      circles += caller.get(SECONDS, TimeUnit.SECONDS);
    }
    over.set(true);
    for (Future<Integer> writer : writers) {
      writer.get(SECONDS, TimeUnit.SECONDS);
    }

    assertThat(circles).isEqualTo(CALLERS * ROUNDS);
    expected.forEach(
        (stream, events) -> assertThat(store.events(stream)).hasSize(events.intValue()));
    assertThat(store.status().events())
        .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
  }

  private interface Part {
    int run(int number) throws Exception;
  }

  private List<Future<Integer>> start(int count, Part part) {
    List<Future<Integer>> started = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      int own = number;
      Callable<Integer> task = () -> part.run(own);
      started.add(threads.submit(task));
    }
    return started;
  }

  /** Counts the rounds in which somebody waited for the caller when it appended. */
  private int runRounds(int number) throws SQLException {
    Random random = new Random(number);
    int circles = 0;
    while (circles < ROUNDS) {
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        if (!isHeld(connection, number)) {
          continue;
        }
        awaitBlocked(connection);

        append(free(random));

        circles++;
        if (random.nextBoolean()) {
          connection.commit();
          count(held(number));
        } else {
          connection.rollback();
        }
      }
    }
    return circles;
  }

  private boolean isHeld(Connection connection, int number) throws SQLException {
    try {
      store.using(connection).append(Note.written(held(number), 1));
      return true;
    } catch (TransactionDoomed e) { // a writer came first
      connection.rollback();
      return false;
    }
  }

  private int writeUntilItIsOver(int number) {
    Random random = new Random(CALLERS + number);
    int appends = 0;
    while (!over.get()) {
      append(random.nextInt(4) == 0 ? free(random) : held(random.nextInt(CALLERS)));
      appends++;
    }
    return appends;
  }

  private void append(StreamId stream) {
    store.append(Note.written(stream, 1));
    count(stream);
  }

  private void count(StreamId stream) {
    expected.merge(stream, 1L, Long::sum);
  }

  private static StreamId held(int number) {
    return Note.stream("held " + number);
  }

  private static StreamId free(Random random) {
    return Note.stream("free " + random.nextInt(5));
  }

  /** Waits until somebody waits for this transaction. */
  private void awaitBlocked(Connection connection) throws SQLException {
    int pid = pid(connection);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    try (Connection other = database.dataSource().getConnection();
        PreparedStatement select =
            other.prepareStatement(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
                    + " AND ? = ANY(pg_blocking_pids(pid))")) {
      select.setInt(1, pid);
      while (number(select.executeQuery()) == 0) {
        assertThat(System.nanoTime()).as("nobody waits for " + pid).isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      }
    }
  }

  private static int pid(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return number(statement.executeQuery("SELECT pg_backend_pid()"));
    }
  }

  private static int number(ResultSet row) throws SQLException {
    try (row) {
      row.next();
      return row.getInt(1);
    }
  }
}

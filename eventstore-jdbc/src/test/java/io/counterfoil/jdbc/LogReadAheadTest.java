package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** A reader's consumer decodes one page of the log while the next one is fetched. */
class LogReadAheadTest {
  private static final int EVENTS = 45;
  private static final int PAGE = 10;

  private final TestDatabase database = Engine.POSTGRES.withTables();

  private EventStore filled(DataSource source) {
    EventStore store = JdbcEventStore.with(source, Note.TYPES).pageOf(PAGE).build();
    store.append(Note.written(Note.stream("long"), EVENTS));
    return store;
  }

  @Test
  void theNextPageIsFetchedWhileTheConsumerStillHasThisOne() {
    CountingDataSource source = new CountingDataSource(database.dataSource());
    EventStore store = filled(source.counting());
    List<Long> seen = new ArrayList<>();
    source.reset();

    store.readLog(
        EventQuery.after(0),
        event -> {
          if (seen.isEmpty()) {
            awaitStatements(source, 3); // the horizon, this page, and the one behind it
          }
          seen.add(event.sequence());
        });

    assertThat(seen).hasSize(EVENTS).isSorted();
  }

  private static void awaitStatements(CountingDataSource source, int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (source.sent().size() < count) {
      assertThat(System.nanoTime()).as("nothing was fetched ahead").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Some go by the thread that asks: a database for each tenant, say. */
  @Test
  void everyConnectionIsAskedForByTheThreadThatReads() {
    Set<Thread> asking = Collections.synchronizedSet(new HashSet<>());
    DataSource real = database.dataSource();
    DataSource noting =
        (DataSource)
            Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                  asking.add(Thread.currentThread());
                  return method.invoke(real, arguments);
                });

    filled(noting).readLog(EventQuery.after(0), event -> {});

    assertThat(asking).containsExactly(Thread.currentThread());
  }

  @Test
  void aConsumerThatThrowsLeavesNothingBehind() {
    try (HikariDataSource pool = database.pool(3)) {
      EventStore store = filled(pool);

      for (int at = 1; at <= EVENTS; at++) {
        int last = at;
        assertThatThrownBy(
                () ->
                    store.readLog(
                        EventQuery.after(0),
                        event -> {
                          if (event.sequence() == last) {
                            throw new IllegalStateException("enough");
                          }
                        }))
            .hasMessage("enough");
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
      }
    }
  }

  @Test
  void aPoolOfOneConnectionServesAReaderWhoseConsumerReadsToo() {
    try (HikariDataSource pool = database.pool(1)) {
      EventStore store = filled(pool);
      List<Integer> streams = new ArrayList<>();

      store.readLog(EventQuery.after(0), event -> streams.add(store.events(event.stream()).size()));

      assertThat(streams).hasSize(EVENTS).containsOnly(EVENTS);
    }
  }

  @Test
  void aLimitIsKeptAndFetchesNothingBehindIt() {
    CountingDataSource source = new CountingDataSource(database.dataSource());
    EventStore store = filled(source.counting());
    List<Long> seen = new ArrayList<>();
    source.reset();

    long end = store.readLog(EventQuery.after(0).limit(PAGE), event -> seen.add(event.position()));

    assertThat(seen).hasSize(PAGE);
    assertThat(end).isEqualTo(seen.get(PAGE - 1));
    assertThat(source.sent()).hasSize(2); // the horizon, and the page
  }
}

package io.counterfoil.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Reads the log while transactions of every kind write it: some through the store, some by hand
 * with several inserts each, some rolled back in whole or to a savepoint. Repeats with a seed that
 * the failure names.
 */
class PostgresTortureTest {
  private static final boolean LONG = Boolean.getBoolean("counterfoil.long");
  private static final int WRITERS = 8;
  private static final int TRANSACTIONS = LONG ? 2_000 : 120;
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(LONG ? 10 : 1);

  private final TestDatabase database = Engine.POSTGRES.withTables();
  private final AtomicInteger writing = new AtomicInteger(WRITERS);

  @Test
  void losesNothingWhateverTheWritersDo() throws Exception {
    long seed = System.nanoTime();
    ExecutorService threads = Executors.newCachedThreadPool();
    try (HikariDataSource pool = database.pool(8)) {
      EventStore shared = JdbcEventStore.on(pool, Note.TYPES);
      EventStore other = JdbcEventStore.on(pool, Note.TYPES);
      List<Future<List<Long>>> readers = new ArrayList<>();
      for (EventStore store : List.of(shared, shared, other)) {
        readers.add(threads.submit(() -> tail(store)));
      }
      List<Future<List<Long>>> writers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        writers.add(threads.submit(writer(i % 2 == 0 ? shared : other, i, seed)));
      }

      List<Long> committed = new ArrayList<>();
      for (Future<List<Long>> writer : writers) {
        committed.addAll(writer.get());
      }
      Collections.sort(committed);
      for (Future<List<Long>> reader : readers) {
        assertThat(reader.get()).as("seed %d", seed).isEqualTo(committed);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private Callable<List<Long>> writer(EventStore store, int number, long seed) {
    SplittableRandom random = new SplittableRandom(seed + number);
    return () -> {
      List<Long> committed = new ArrayList<>();
      try {
        for (int i = 0; i < TRANSACTIONS; i++) {
          String id = number + "-" + i;
          if (random.nextInt(3) == 0) {
            store.append(Note.written(Note.stream(id), 1 + random.nextInt(3))).events().stream()
                .map(RecordedEvent::position)
                .forEach(committed::add);
          } else {
            committed.addAll(byHand(id, random));
          }
        }
      } finally {
        writing.decrementAndGet();
      }
      return committed;
    };
  }

  private List<Long> byHand(String id, SplittableRandom random) throws SQLException {
    List<Long> inserted = new ArrayList<>();
    try (HeldTransaction transaction = HeldTransaction.open(database)) {
      for (int insert = 0; insert <= random.nextInt(3); insert++) {
        inserted.add(transaction.insertEvent(id + "-" + insert));
        LockSupport.parkNanos(random.nextInt(2_000_000));
      }
      if (random.nextInt(3) == 0) {
        transaction.execute("SAVEPOINT here");
        transaction.insertEvent(id + "-undone");
        transaction.execute("ROLLBACK TO here");
      }
      if (random.nextInt(4) == 0) {
        transaction.rollback();
        return List.of();
      }
      transaction.commit();
    }
    return inserted;
  }

  private List<Long> tail(EventStore store) {
    List<Long> seen = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE;
    long checkpoint = 0;
    while (System.nanoTime() - deadline < 0) {
      boolean ended = writing.get() == 0;
      long before = checkpoint;
      checkpoint =
          store.readLog(EventQuery.after(before).limit(50), event -> seen.add(event.position()));
      if (ended && checkpoint == before && checkpoint >= store.head()) {
        return seen;
      }
    }
    throw new AssertionError("the reader stands still at position " + checkpoint);
  }
}

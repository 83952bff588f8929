package io.counterfoil.jdbc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.contract.torture.Life;
import io.counterfoil.contract.torture.LogTail;
import io.counterfoil.contract.torture.Oracle;
import io.counterfoil.contract.torture.Verdict;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.Note;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.RecordedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server, which flushes what it commits, amid writers and a reader, and starts it again on
 * its data. Once, or ten times with {@code -Dcounterfoil.long=true}.
 */
class KilledServerTest {
  private static final int KILLS = Boolean.getBoolean("counterfoil.long") ? 10 : 1;
  private static final int WRITERS = 16;
  private static final int CONNECTIONS = 20;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final String WRONG_OUTCOMES =
      """
      SELECT NOT EXISTS (SELECT 1 FROM counterfoil_outcomes o
        FULL JOIN (SELECT "data", count(*) AS events FROM counterfoil_events
          WHERE "data" LIKE '%key %' GROUP BY "data") e
        ON e."data" = '{"text":"' || o.idempotency_key || '"}'
        WHERE o.event_count IS DISTINCT FROM e.events)""";

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Oracle oracle = new Oracle();
  private final Tally tally = new Tally();
  private final AtomicBoolean writersEnd = new AtomicBoolean();
  private final AtomicBoolean readerEnds = new AtomicBoolean();

  @TempDir private Path folder;

  @Test
  void keepsWhatWasAcknowledgedAndNothingThatWasSaidNotToBeStored() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    try (OwnServer server = OwnServer.on(folder.resolve("data"));
        HikariDataSource pool = poolOf(server.database())) {
      JdbcSchema.of(pool).create();
      EventStore store = JdbcEventStore.on(pool, Note.TYPES);
      List<Future<?>> writers = write(store, seed);
      Life reader = oracle.join("reader", tail(store), EventFilter.all(), 0);
      Future<?> reading = threads.submit(() -> read(reader));

      for (int kill = 1; kill <= KILLS; kill++) {
        awaitMoreAppends(100 + random.nextInt(300));
        server.kill();
        awaitFailures();
        server.start();
      }
      awaitMoreAppends(300);
      writersEnd.set(true);
      await(writers);
      long end = oracle.end(store);
      until("the reader is at the end", () -> reader.checkpoint() >= end);
      readerEnds.set(true);
      await(List.of(reading));

      Verdict verdict = oracle.judge(store, KILLS + " kills, seed " + seed);
      System.out.println("KilledServerTest, " + verdict + "; " + tally);
      verdict.requireFlawless();
      assertThat(verdict.given()).isEqualTo(verdict.committed());
      Databases.await(server.database(), WRONG_OUTCOMES);
    } finally {
      writersEnd.set(true);
      readerEnds.set(true);
      threads.shutdownNow();
    }
  }

  private static HikariDataSource poolOf(TestDatabase database) {
    HikariConfig config = database.poolConfig(CONNECTIONS);
    config.setConnectionTimeout(500); // milliseconds until a writer is told that nothing was stored
    return new HikariDataSource(config);
  }

  private List<Future<?>> write(EventStore store, long seed) {
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      writers.add(
          threads.submit(
              new RestlessWriter(i, store, oracle.ledger(), tally, writersEnd::get, seed)));
    }
    return writers;
  }

  private void read(Life reader) {
    while (!readerEnds.get()) {
      if (!reader.poll(Long.MAX_VALUE)) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  /** Where reading fails, it goes on behind the last event that it was given. */
  private LogTail tail(EventStore store) {
    return (query, consumer) -> {
      Checkpoint checkpoint = new Checkpoint(query.after(), consumer);
      try {
        return store.readLog(query, checkpoint);
      } catch (EventStoreException e) {
        tally.failedReads.increment();
        return checkpoint.position;
      }
    };
  }

  private static final class Checkpoint implements Consumer<RecordedEvent> {
    private final Consumer<? super RecordedEvent> behind;
    private long position;

    Checkpoint(long position, Consumer<? super RecordedEvent> behind) {
      this.position = position;
      this.behind = behind;
    }

    @Override
    public void accept(RecordedEvent event) {
      behind.accept(event);
      position = event.position();
    }
  }

  private void awaitMoreAppends(long number) {
    long wanted = tally.acknowledged.sum() + number;
    until(number + " more appends", () -> tally.acknowledged.sum() >= wanted);
  }

  /** While the server is down, somebody is told that nothing was stored, and the reader fails. */
  private void awaitFailures() {
    long refused = tally.notStored.sum();
    long failed = tally.failedReads.sum();
    until(
        "all notice that the server is down",
        () -> tally.notStored.sum() > refused && tally.failedReads.sum() > failed);
  }

  private static void await(List<Future<?>> tasks) throws Exception {
    for (Future<?> task : tasks) {
      task.get(60, TimeUnit.SECONDS);
    }
  }

  private void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as("waited in vain until %s: %s", what, tally)
          .isLessThan(deadline);
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}

package io.counterfoil.examples.bench;

import io.counterfoil.Metadata;
import io.counterfoil.store.Append;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * Four threads make 1,000 appends a second, and a reader of the same JVM, woken by them, tails the
 * log. Told is the time from the call of an append until its event has reached the reader.
 *
 * @param figure what is told of a round
 */
record VisibleWork(ToDoubleFunction<Load> figure) implements Work.Measurement {
  private static final int WRITERS = 4;
  private static final long NANOS_BETWEEN = 1_000_000_000L * WRITERS / 1_000;
  private static final long POLL_MILLIS = 5; // for what became provable without an append
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public Figures in(Setting setting) throws Exception {
    try (Tables tables = Tables.ofOurs(setting.server());
        Ours ours = Ours.on(tables, WRITERS + 1)) {
      return Duel.alone(duration -> figure.applyAsDouble(round(ours.store(), duration)), setting);
    }
  }

  private static Load round(EventStore store, Duration duration) throws Exception {
    int each = (int) Math.max(1, duration.toNanos() / NANOS_BETWEEN);
    long startsAfter = store.head();
    Sightings sightings = new Sightings(each);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
    try {
      long began = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      running.add(threads.submit(() -> tail(store, startsAfter, sightings)));
      for (int writer = 0; writer < WRITERS; writer++) {
        int number = writer;
        running.add(threads.submit(() -> write(store, number, each, sightings)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return new Load((System.nanoTime() - began) / 1e9, sightings.took());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void write(EventStore store, int writer, int appends, Sightings sightings) {
    long began = System.nanoTime();
    StreamId stream = new StreamId(Accounts.TYPE, Accounts.id(writer));
    for (int n = 0; n < appends; n++) {
      long due = began + n * NANOS_BETWEEN;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      Append append =
          Append.of(
              stream,
              ExpectedVersion.any(),
              List.of(Accounts.deposit(Accounts.AMOUNT)),
              Metadata.at(Instant.now()).withCorrelationId(writer + ":" + n));
      sightings.begins(writer, n);
      store.append(append);
    }
  }

  private static void tail(EventStore store, long startsAfter, Sightings sightings) {
    Semaphore woken = new Semaphore(0);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    EventStore.Subscription subscription = store.onAppend(woken::release);
    try {
      long position = startsAfter;
      while (!sightings.areComplete()) {
        position = store.readLog(EventQuery.after(position), sightings::sees);
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("the reader was not given all events");
        }
        if (woken.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          woken.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      subscription.close();
    }
  }

  /** When each append began, and how long it took until its event was seen. */
  private static final class Sightings {
    private final int each;
    private final AtomicLongArray begun;
    private final long[] took; // touched by the reader until it has ended
    private int seen;

    Sightings(int each) {
      this.each = each;
      this.begun = new AtomicLongArray(WRITERS * each);
      this.took = new long[WRITERS * each];
    }

    void begins(int writer, int number) {
      begun.set(writer * each + number, System.nanoTime());
    }

    void sees(RecordedEvent event) {
      long now = System.nanoTime();
      String[] name = event.metadata().correlationId().orElseThrow().split(":", 2);
      int index = Integer.parseInt(name[0]) * each + Integer.parseInt(name[1]);
      if (took[index] != 0) {
        throw new IllegalStateException(event + " was seen twice");
      }
      took[index] = now - begun.get(index);
      seen++;
    }

    boolean areComplete() {
      return seen == took.length;
    }

    long[] took() {
      return Arrays.copyOf(took, seen);
    }
  }
}

package io.counterfoil.projection.jdbc;

import io.counterfoil.projection.AccountEvent;
import io.counterfoil.projection.AccountEvent.Deposited;
import io.counterfoil.projection.AccountEvent.Withdrawn;
import io.counterfoil.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Writers that append to a few accounts, at a pace that leaves a projection something to do. */
final class WriteLoad implements AutoCloseable {
  private static final int WRITERS = 2;
  private static final int ACCOUNTS = 20;
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(4);

  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<Future<?>> writers = new ArrayList<>();
  private volatile boolean over;

  private WriteLoad() {}

  static WriteLoad on(EventStore store) {
    WriteLoad load = new WriteLoad();
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(i);
      load.writers.add(load.threads.submit(() -> load.write(store, random)));
    }
    return load;
  }

  private void write(EventStore store, Random random) {
    while (!over) {
      AccountEvent.append(
          store,
          "account " + random.nextInt(ACCOUNTS),
          new Deposited(1 + random.nextInt(1_000)),
          new Withdrawn(1 + random.nextInt(1_000)));
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Ends the load, and fails if a writer has. */
  void end() throws InterruptedException, ExecutionException {
    over = true;
    for (Future<?> writer : writers) {
      writer.get();
    }
  }

  @Override
  public void close() {
    over = true;
    threads.shutdownNow();
  }
}

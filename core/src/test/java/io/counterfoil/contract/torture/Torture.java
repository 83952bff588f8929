package io.counterfoil.contract.torture;

import io.counterfoil.store.EventStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A round of torture: writers in mixed styles against readers that tail the log with and without
 * filters, leave and join. When the writers are done, the readers have time to come to the end.
 *
 * <p>The seed decides what each thread does; how the threads meet is left to the machine.
 */
public final class Torture {
  private static final int LONGEST_PAUSE = 2; // milliseconds

  private final EventStore store;
  private final List<WritingStyle> styles;
  private final Supplier<LogTail> tails;
  private int writers = 8;
  private int readers = 6;
  private Duration length = Duration.ofSeconds(5);
  private Duration patience = Duration.ofSeconds(60);
  private long seed = 1;

  private Torture(EventStore store, List<WritingStyle> styles, Supplier<LogTail> tails) {
    this.store = store;
    this.styles = List.copyOf(styles);
    this.tails = tails;
  }

  /**
   * Prepares a round. Nobody else may write to the store's tables meanwhile.
   *
   * @param store says what is stored in the end
   * @param styles how to write
   * @param tails how to read: asked each time when a reader joins, by many threads
   * @return a round of 5 seconds with 8 writers and 6 readers
   */
  public static Torture of(EventStore store, List<WritingStyle> styles, Supplier<LogTail> tails) {
    return new Torture(store, styles, tails);
  }

  /**
   * Says how many there are.
   *
   * @param writing threads that write
   * @param reading threads that read
   * @return this
   */
  public Torture threads(int writing, int reading) {
    this.writers = writing;
    this.readers = reading;
    return this;
  }

  /**
   * Says how long the writers write.
   *
   * @param time how long
   * @return this
   */
  public Torture lasting(Duration time) {
    this.length = time;
    return this;
  }

  /**
   * Says how long the readers may take to come to the end, when the writers are done.
   *
   * @param time how long
   * @return this
   */
  public Torture patience(Duration time) {
    this.patience = time;
    return this;
  }

  /**
   * Says what chance begins with.
   *
   * @param number any number
   * @return this
   */
  public Torture seed(long number) {
    this.seed = number;
    return this;
  }

  /**
   * Runs the round.
   *
   * @return the verdict
   * @throws Exception if this thread is interrupted, or a writer does not end
   */
  public Verdict run() throws Exception {
    Oracle oracle = new Oracle();
    Finish finish = new Finish();
    Checkpoints checkpoints = new Checkpoints(store.head());
    long end = System.nanoTime() + length.toNanos();
    ExecutorService threads = Executors.newFixedThreadPool(writers + readers);
    try {
      List<Future<?>> reading = new ArrayList<>();
      for (int i = 0; i < readers; i++) {
        Random random = new Random(seed * 31 + i);
        reading.add(
            threads.submit(
                new TortureReader("reader " + i, random, oracle, tails, checkpoints, finish)));
      }
      List<Future<?>> writing = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        String name = "writer " + i;
        TortureWriter writer =
            new TortureWriter(
                name, Long.toHexString(seed), new Random(seed * 37 - i), oracle.ledger());
        writing.add(threads.submit(() -> write(writer, name, end, oracle)));
      }
      await(writing, length.plus(patience));
      finish.announce(oracle.end(store), System.nanoTime() + patience.toNanos());
      await(reading, patience.multipliedBy(2));
      return oracle.judge(store, "seed " + seed);
    } finally {
      finish.announce(0, System.nanoTime());
      threads.shutdownNow();
    }
  }

  private void write(TortureWriter writer, String name, long end, Oracle oracle) {
    try {
      while (System.nanoTime() < end) {
        styles.get(writer.random().nextInt(styles.size())).write(writer);
        writer.dawdle(LONGEST_PAUSE);
      }
    } catch (Exception | AssertionError e) {
      oracle.failed(name, e);
    }
  }

  private static void await(List<Future<?>> tasks, Duration time) throws Exception {
    for (Future<?> task : tasks) {
      task.get(time.toSeconds() + 30, TimeUnit.SECONDS);
    }
  }

  /** Tells the readers that the writers are done, and how far the log goes. */
  static final class Finish {
    private volatile boolean announced;
    private volatile long end;
    private volatile long deadline;

    void announce(long head, long latest) {
      end = head;
      deadline = latest;
      announced = true;
    }

    boolean isAnnounced() {
      return announced;
    }

    long end() {
      return end;
    }

    boolean isOver() {
      return System.nanoTime() - deadline > 0;
    }
  }

  /** Knows from which checkpoints a reader may begin: those that any reader has come to. */
  static final class Checkpoints {
    private static final int RECENT = 3_000;

    private final long lowest;
    private long highest;

    Checkpoints(long lowest) {
      this.lowest = lowest;
      this.highest = lowest;
    }

    synchronized void reached(long checkpoint) {
      highest = Math.max(highest, checkpoint);
    }

    synchronized long any(Random random) {
      long first = Math.max(lowest, highest - RECENT);
      return first + random.nextLong(highest - first + 1);
    }

    long lowest() {
      return lowest;
    }
  }
}

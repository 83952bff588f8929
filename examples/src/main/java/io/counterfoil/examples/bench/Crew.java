package io.counterfoil.examples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/** Threads that each do one step again and again. */
final class Crew implements Contender {
  private final List<Step> steps;
  private final ToDoubleFunction<Load> figure;
  private final ExecutorService threads;

  private Crew(List<Step> steps, ToDoubleFunction<Load> figure) {
    this.steps = steps;
    this.figure = figure;
    this.threads = Executors.newFixedThreadPool(steps.size());
  }

  /** What a thread does. */
  interface Step {
    void once() throws Exception;
  }

  /** Makes what one of several threads does. */
  interface Steps {
    Step of(int thread) throws Exception;
  }

  static Crew of(int threads, ToDoubleFunction<Load> figure, Steps steps) throws Exception {
    List<Step> all = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      all.add(steps.of(thread));
    }
    return new Crew(all, figure);
  }

  @Override
  public double round(Duration duration) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<Future<long[]>> running = new ArrayList<>();
    for (Step step : steps) {
      Callable<long[]> worker =
          () -> {
            start.await();
            return repeat(step, System.nanoTime() + duration.toNanos());
          };
      running.add(threads.submit(worker));
    }
    long began = System.nanoTime();
    start.countDown();
    List<long[]> took = new ArrayList<>();
    for (Future<long[]> one : running) {
      took.add(one.get());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return figure.applyAsDouble(
        new Load(seconds, took.stream().flatMapToLong(Arrays::stream).toArray()));
  }

  private static long[] repeat(Step step, long end) throws Exception {
    long[] took = new long[1 << 12];
    int count = 0;
    long before = System.nanoTime();
    while (before < end) {
      step.once();
      long after = System.nanoTime();
      if (count == took.length) {
        took = Arrays.copyOf(took, count * 2);
      }
      took[count++] = after - before;
      before = after;
    }
    return Arrays.copyOf(took, count);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

package io.counterfoil.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs tasks on real threads that all start at the same moment. */
public final class Race {
  private static final long SECONDS = 120;

  private Race() {}

  /**
   * A task that knows its number.
   *
   * @param <T> what it answers
   */
  public interface Runner<T> {

    /**
     * Runs it.
     *
     * @param number 0 or more
     * @return its answer
     * @throws Exception what it throws fails the race
     */
    T run(int number) throws Exception;
  }

  /**
   * Runs a task on many threads.
   *
   * @param threads how many
   * @param runner the task
   * @param <T> what it answers
   * @return their answers in the order of their numbers
   * @throws Exception if the caller is interrupted
   */
  public static <T> List<T> of(int threads, Runner<T> runner) throws Exception {
    List<Callable<T>> tasks = new ArrayList<>();
    for (int number = 0; number < threads; number++) {
      int own = number;
      tasks.add(() -> runner.run(own));
    }
    return of(tasks);
  }

  /**
   * Runs each task on a thread of its own; the first failure ends the race.
   *
   * @param tasks the tasks
   * @param <T> what they answer
   * @return their answers, in order
   * @throws Exception if the caller is interrupted
   */
  public static <T> List<T> of(List<Callable<T>> tasks) throws Exception {
    CyclicBarrier start = new CyclicBarrier(tasks.size());
    ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (Callable<T> task : tasks) {
        futures.add(
            threads.submit(
                () -> {
                  start.await();
                  return task.call();
                }));
      }
      List<T> answers = new ArrayList<>();
      for (Future<T> future : futures) {
        answers.add(answer(future));
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static <T> T answer(Future<T> future) throws Exception {
    try {
      return future.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("a thread of the race failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("a thread of the race did not end within " + SECONDS + " s", e);
    }
  }
}

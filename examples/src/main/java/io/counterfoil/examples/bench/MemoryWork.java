package io.counterfoil.examples.bench;

import java.time.Duration;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Lets JMH measure the store in memory: each round is a JVM of its own, which warms up.
 *
 * @param benchmark the class that measures, with a method for each contender
 * @param threads how many threads call it
 */
record MemoryWork(Class<?> benchmark, int threads) implements Work.Measurement {
  private static final int ROUNDS = 3;

  @Override
  public Figures in(Setting setting) throws Exception {
    System.setProperty(
        "jmh.ignoreLock", "true"); // another run on this machine is its user's affair
    Pace pace = setting.pace();
    Pace fewer = new Pace(Duration.ZERO, pace.round(), Math.min(ROUNDS, pace.rounds()), 0, 0);
    return Duel.between(
        contender("ours"),
        contender("floor"),
        new Setting(setting.server(), fewer, setting.progress()));
  }

  private Contender contender(String method) {
    return duration -> duration.isZero() ? 0 : measure(method, duration);
  }

  private double measure(String method, Duration duration) throws RunnerException {
    TimeValue iteration = TimeValue.milliseconds(duration.toMillis() / 3 + 1);
    return new Runner(
            new OptionsBuilder()
                .include(benchmark.getName().replace(".", "\\.") + "\\." + method + "$")
                .threads(threads)
                .forks(1)
                .jvmArgs("-Xms1g", "-Xmx2g")
                .warmupIterations(3)
                .warmupTime(iteration)
                .measurementIterations(3)
                .measurementTime(iteration)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .runSingle()
        .getPrimaryResult()
        .getScore();
  }
}

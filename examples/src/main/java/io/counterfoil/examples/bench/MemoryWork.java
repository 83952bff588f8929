package io.counterfoil.examples.bench;

import java.time.Duration;
import java.util.regex.Pattern;
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
        contender("ours", pace),
        contender("floor", pace),
        new Setting(setting.server(), fewer, setting.progress()));
  }

  private Contender contender(String method, Pace pace) {
    return duration -> duration.isZero() ? 0 : measure(method, pace);
  }

  private double measure(String method, Pace pace) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(Pattern.quote(benchmark.getName() + "." + method) + "$")
                .threads(threads)
                .forks(1)
                .jvmArgs("-Xms1g", "-Xmx2g")
                .warmupIterations(5)
                .warmupTime(TimeValue.milliseconds(pace.warmUp().toMillis() / 3))
                .measurementIterations(3)
                .measurementTime(TimeValue.milliseconds(pace.round().toMillis() / 2))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .runSingle()
        .getPrimaryResult()
        .getScore();
  }
}

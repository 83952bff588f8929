package io.counterfoil.examples.bench;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import com.sun.management.ThreadMXBean;
import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.ToDoubleBiFunction;

/**
 * Measures a bus without a store: one thread dispatches deposits on a store that keeps nothing:
 * what is measured is the bus, and not a store. The floor folds, decides and appends to the same
 * store by hand.
 *
 * @param figure makes it of the commands and what they took, in nanoseconds or bytes
 */
record DispatchWork(Counter counter, ToDoubleBiFunction<Long, Long> figure)
    implements Work.Measurement {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Deposit DEPOSIT = new Deposit("acc-1", 5_000);
  private static final int STEPS = 1_000;
  private static final int ROUNDS = 3;

  /** Counts what passes while commands are dispatched. */
  interface Counter {
    long now();
  }

  /** Measures commands per second of the processor, whatever else it has to do. */
  static DispatchWork rate() {
    return new DispatchWork(
        THREADS::getCurrentThreadCpuTime, (commands, nanos) -> commands * 1e9 / nanos);
  }

  /** Measures the bytes that one command allocates. */
  static DispatchWork allocation() {
    return new DispatchWork(
        THREADS::getCurrentThreadAllocatedBytes, (commands, bytes) -> (double) bytes / commands);
  }

  @Override
  public Figures in(Setting setting) throws Exception {
    UnkeptStore store = new UnkeptStore();
    CommandBus bus = CommandBus.on(store).aggregates(ACCOUNT).build();
    Pace pace = setting.pace();
    int rounds = Math.min(ROUNDS, pace.rounds());
    Pace quick = new Pace(pace.warmUp(), pace.round().dividedBy(6), rounds, 0, 0);
    return Duel.between(
        contender(() -> bus.dispatch(DEPOSIT)),
        contender(() -> store.dispatchByHand(DEPOSIT)),
        new Setting(setting.server(), quick, setting.progress()));
  }

  private Contender contender(Runnable step) {
    return duration -> measure(step, duration);
  }

  private double measure(Runnable step, Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    long before = counter.now();
    long commands = 0;
    do {
      for (int i = 0; i < STEPS; i++) {
        step.run();
      }
      commands += STEPS;
    } while (System.nanoTime() < end);
    return figure.applyAsDouble(commands, counter.now() - before);
  }
}

package io.counterfoil.contract.torture;

import io.counterfoil.store.EventFilter;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** A reader that tails the log, leaves now and then, and joins again. */
final class TortureReader implements Runnable {
  private static final List<EventFilter> FILTERS =
      List.of(
          EventFilter.all(),
          EventFilter.ofEventTypes("Noted"),
          EventFilter.ofAggregateTypes("order", "note"),
          new EventFilter(Set.of("parcel"), Set.of("Counted")),
          EventFilter.ofEventTypes(
              "Shipped")); // nobody writes it: the checkpoint moves all the same
  private static final List<Long> LIMITS = List.of(1L, 7L, 500L, Long.MAX_VALUE);
  private static final int POLLS_IN_A_LIFE = 40;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;

  private final String name;
  private final Random random;
  private final Oracle oracle;
  private final Supplier<LogTail> tails;
  private final Torture.Checkpoints checkpoints;
  private final Torture.Finish finish;

  TortureReader(
      String name,
      Random random,
      Oracle oracle,
      Supplier<LogTail> tails,
      Torture.Checkpoints checkpoints,
      Torture.Finish finish) {
    this.name = name;
    this.random = random;
    this.oracle = oracle;
    this.tails = tails;
    this.checkpoints = checkpoints;
    this.finish = finish;
  }

  @Override
  public void run() {
    try {
      tail(oracle.join(name, tails.get(), EventFilter.all(), checkpoints.lowest()));
    } catch (RuntimeException | AssertionError e) {
      oracle.failed(name, e);
    }
  }

  private void tail(Life first) {
    Life life = first;
    while (true) {
      boolean writersAreDone = finish.isAnnounced();
      if (writersAreDone && life.checkpoint() >= finish.end()) {
        return;
      }
      if (writersAreDone && finish.isOver()) {
        oracle.stalled(life, finish.end());
        return;
      }
      boolean moved = life.poll(LIMITS.get(random.nextInt(LIMITS.size())));
      checkpoints.reached(life.checkpoint());
      if (!moved) {
        LockSupport.parkNanos(random.nextLong(LONGEST_PAUSE_NANOS));
      }
      if (!writersAreDone && random.nextInt(POLLS_IN_A_LIFE) == 0) {
        life = nextAfter(life);
      }
    }
  }

  /** Goes on where the last life ended, or elsewhere; perhaps asks for something else. */
  private Life nextAfter(Life life) {
    boolean resumes = random.nextInt(3) > 0;
    long from = resumes ? life.checkpoint() : checkpoints.any(random);
    return oracle.join(name, tails.get(), FILTERS.get(random.nextInt(FILTERS.size())), from);
  }
}

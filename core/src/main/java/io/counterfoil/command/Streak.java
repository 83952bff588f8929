package io.counterfoil.command;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Counts failures, and tells the log of a row of them twice: when it begins, and when it is over.
 */
final class Streak {
  private final Logger log;
  private final String what;
  private final LongAdder all = new LongAdder();
  private final AtomicLong inARow = new AtomicLong();

  Streak(Logger log, String what) {
    this.log = log;
    this.what = what;
  }

  /**
   * Counts a failure.
   *
   * @param subject what it is about
   * @param shown what may be told of the failure
   * @param trace the failure itself, if all of it may be told
   */
  void failed(Object subject, String shown, @Nullable Throwable trace) {
    all.increment();
    if (inARow.getAndIncrement() == 0) {
      log.warn("{} ({}): {}. Told once, until it works again", what, subject, shown, trace);
    }
  }

  void succeeded() {
    if (inARow.get() > 0) {
      long failures = inARow.getAndSet(0);
      if (failures > 0) {
        log.info("It works again after {} failures: {}", failures, what);
      }
    }
  }

  boolean isOn() {
    return inARow.get() > 0;
  }

  void count() {
    all.increment();
  }

  long total() {
    return all.sum();
  }
}

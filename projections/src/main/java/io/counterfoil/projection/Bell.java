package io.counterfoil.projection;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Wakes who waits for events. Who waits names the last ring that they heard, before they looked at
 * the log; so a ring between the look and the wait is never lost.
 *
 * <p>Ringing is cheap while nobody waits, as it happens on the threads that append.
 */
final class Bell {
  private final AtomicLong rings = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition rung = lock.newCondition();

  long rings() {
    return rings.get();
  }

  void ring() {
    rings.incrementAndGet();
    // Whoever registers after this line sees the new count before they wait.
    if (waiting.get() > 0) {
      lock.lock();
      try {
        rung.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for a ring behind the one that was heard; tells whether there was one. */
  boolean await(long heard, long nanos) throws InterruptedException {
    waiting.incrementAndGet();
    lock.lock();
    try {
      long left = nanos;
      while (rings.get() == heard) {
        if (left <= 0) {
          return false;
        }
        left = rung.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
      waiting.decrementAndGet();
    }
  }

  /** Lets a time pass, whatever rings, unless something has ended. */
  void pause(long nanos, BooleanSupplier ended) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    while (true) {
      long heard = rings();
      long left = end - System.nanoTime();
      if (left <= 0 || ended.getAsBoolean()) {
        return;
      }
      await(heard, Math.min(left, TimeUnit.HOURS.toNanos(1)));
    }
  }
}

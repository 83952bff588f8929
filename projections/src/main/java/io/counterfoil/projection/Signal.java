package io.counterfoil.projection;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Guards what is known of all versions of a projection, and wakes who waits for them. */
final class Signal {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  <T> T read(Supplier<T> what) {
    lock.lock();
    try {
      return what.get();
    } finally {
      lock.unlock();
    }
  }

  void change(Runnable what) {
    lock.lock();
    try {
      what.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Looks until there is something to be seen, again with each change, for a time at most. */
  boolean await(long nanos, Look look) throws InterruptedException {
    long left = nanos;
    lock.lockInterruptibly();
    try {
      while (!look.isThere()) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Looks for something. */
  @FunctionalInterface
  interface Look {
    boolean isThere();
  }
}

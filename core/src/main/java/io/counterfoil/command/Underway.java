package io.counterfoil.command;

import java.time.Duration;

/** Counts what has begun and not ended, and lets others wait until nothing is left. */
final class Underway {
  private int count;
  private boolean closed;

  synchronized boolean begin() {
    if (closed) {
      return false;
    }
    count++;
    return true;
  }

  synchronized void end() {
    count--;
    if (count == 0) {
      notifyAll();
    }
  }

  /** Lets nothing begin any more. */
  synchronized void close() {
    closed = true;
  }

  /** Waits until nothing is under way; answers false if that takes too long. */
  synchronized boolean await(Duration most) throws InterruptedException {
    long deadline = System.nanoTime() + most.toNanos();
    while (count > 0) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return true;
  }
}

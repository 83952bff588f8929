package io.counterfoil.command;

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
  synchronized boolean await(Deadline deadline) throws InterruptedException {
    return deadline.await(this, () -> count == 0);
  }
}

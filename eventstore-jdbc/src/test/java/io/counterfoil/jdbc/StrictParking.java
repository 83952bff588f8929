package io.counterfoil.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * Lets threads wait until they are woken or interrupted, and no moment less: no time ends a wait.
 * What only comes through because threads look around by themselves is stuck here.
 */
final class StrictParking implements Parking {
  private final List<Thread> woken = new ArrayList<>();

  @Override
  public synchronized void park(Object blocker) {
    try {
      while (!woken.remove(Thread.currentThread())) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void parkNanos(Object blocker, long nanos) {
    park(blocker);
  }

  @Override
  public synchronized void unpark(Thread thread) {
    if (!woken.contains(thread)) {
      woken.add(thread);
    }
    notifyAll();
  }
}

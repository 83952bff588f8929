package io.counterfoil.command;

import io.counterfoil.store.StreamId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Lets snapshots be taken one after the other, apart from the commands that made them due. A stream
 * waits in it once, however often it is due, and a bounded number of streams: an offer never waits.
 */
final class SnapshotQueue {
  private final Executor executor;
  private final int limit;
  private final Map<StreamId, Runnable> waiting = new LinkedHashMap<>();
  private final LongAdder coalesced = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private boolean working;
  private boolean closed;

  SnapshotQueue(Executor executor, int limit) {
    this.executor = executor;
    this.limit = limit;
  }

  long coalesced() {
    return coalesced.sum();
  }

  long dropped() {
    return dropped.sum();
  }

  /** Has a snapshot taken some time soon, or not at all. */
  void offer(StreamId stream, Runnable take) {
    synchronized (this) {
      if (waiting.containsKey(stream)) {
        coalesced.increment();
        return;
      }
      if (closed || waiting.size() == limit) {
        dropped.increment();
        return;
      }
      waiting.put(stream, take);
      if (working) {
        return;
      }
      working = true;
    }
    try {
      executor.execute(this::work);
    } catch (Throwable refused) {
      drop();
    }
  }

  private synchronized void drop() {
    dropped.add(waiting.size());
    waiting.clear();
    finish();
  }

  private void work() {
    @Nullable Runnable next = next();
    try {
      while (next != null) {
        next.run();
        next = next();
      }
    } catch (Throwable failure) {
      drop(); // nothing but a machine without memory comes here; whoever is due again begins anew
      throw failure;
    }
  }

  private synchronized @Nullable Runnable next() {
    Iterator<Runnable> all = waiting.values().iterator();
    if (!all.hasNext()) {
      finish();
      return null;
    }
    Runnable next = all.next();
    all.remove(); // from now on its stream may be due again
    return next;
  }

  private void finish() {
    working = false;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
  }

  /** Waits until nothing is waiting or being taken; answers false if that takes too long. */
  synchronized boolean await(Deadline deadline) throws InterruptedException {
    return deadline.await(this, () -> !working);
  }
}

package io.counterfoil.examples.bank.importing;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Works on the rows of some of the accounts, in order, on a thread of its own. Its queue is short:
 * who reads the file waits for who works.
 */
final class Lane {
  private static final int QUEUED_ROWS = 256;

  private final BlockingQueue<Optional<BankRow>> queue = new ArrayBlockingQueue<>(QUEUED_ROWS);
  private final RowDispatch dispatch;
  private final Stop stop;
  private final Thread thread;

  private Lane(String name, RowDispatch dispatch, Stop stop) {
    this.dispatch = dispatch;
    this.stop = stop;
    this.thread = new Thread(this::work, name);
    this.thread.setDaemon(true); // whoever interrupts an import does not wait for it
  }

  static Lane start(String name, RowDispatch dispatch, Stop stop) {
    Lane lane = new Lane(name, dispatch, stop);
    lane.thread.start();
    return lane;
  }

  /** Adds a row; waits while the queue is full. */
  void put(BankRow row) {
    try {
      queue.put(Optional.of(row));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the import was interrupted; run it again", e);
    }
  }

  /**
   * Waits until every row is done. When interrupted, it stops the import and goes on to wait for
   * the row at hand.
   *
   * @return whether the waiting thread was interrupted
   */
  boolean end(Stop whenInterrupted) {
    boolean interrupted = false;
    boolean told = false;
    while (true) {
      try {
        if (!told) {
          queue.put(Optional.empty());
          told = true;
        }
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        whenInterrupted.now(new IllegalStateException("the import was interrupted; run it again"));
      }
    }
  }

  /** Never ends before it is told to: so nobody waits for ever to put a row. */
  private void work() {
    try {
      Optional<BankRow> row = queue.take();
      while (row.isPresent()) {
        workOn(row.get());
        row = queue.take();
      }
    } catch (InterruptedException e) {
      stop.now(e); // nobody has this thread but this class, which interrupts no one
    }
  }

  private void workOn(BankRow row) {
    if (!stop.covers(row)) {
      return;
    }
    try {
      dispatch.accept(row);
    } catch (MalformedRow malformed) {
      stop.at(malformed.line(), malformed);
    } catch (Throwable failure) {
      stop.now(failure);
    }
  }
}

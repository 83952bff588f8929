package io.counterfoil.jdbc.torture;

import io.counterfoil.contract.torture.Life;
import io.counterfoil.contract.torture.LogTail;
import io.counterfoil.contract.torture.Oracle;
import io.counterfoil.jdbc.torture.Move.Act;
import io.counterfoil.store.EventFilter;
import java.util.concurrent.atomic.AtomicInteger;

/** Does the reader's moves of a schedule: its polls run on a thread of their own, turn by turn. */
final class ScheduledReader {
  private final Oracle oracle;
  private final Life life;
  private final Turns turns;
  private final Thread thread;
  private final AtomicInteger polls = new AtomicInteger();
  private volatile boolean stopped;

  private ScheduledReader(Oracle oracle, Life life, Turns turns) {
    this.oracle = oracle;
    this.life = life;
    this.turns = turns;
    this.thread = new Thread(this::pollOnAndOn, "scheduled reader");
  }

  /** Starts a reader, which then stands before the first statement of its first poll. */
  static ScheduledReader start(Oracle oracle, LogTail tail, long from, Turns turns) {
    Life life = oracle.join(Move.READER, tail, EventFilter.all(), from);
    ScheduledReader reader = new ScheduledReader(oracle, life, turns);
    turns.begin();
    reader.thread.start();
    turns.awaitFirst();
    return reader;
  }

  private void pollOnAndOn() {
    try {
      while (!stopped) {
        life.poll(Long.MAX_VALUE);
        polls.incrementAndGet();
      }
    } catch (RuntimeException | AssertionError e) {
      oracle.failed(Move.READER, e);
    } finally {
      stopped = true;
      turns.end();
    }
  }

  void move(Act act) {
    if (act == Act.POLLS) {
      poll();
    } else if (!stopped) {
      oracle.history().note(Move.READER, 0, 0, "reader", "takes a step");
      turns.grant();
    }
  }

  private void poll() {
    int before = polls.get();
    while (!stopped && polls.get() == before) {
      turns.grant();
    }
  }

  /** Polls until it has come to the end; the first poll may have begun long ago. */
  void readToTheEnd(long end, int most) {
    for (int i = 0; i < most && !stopped && life.checkpoint() < end; i++) {
      poll();
    }
    if (life.checkpoint() < end) {
      oracle.stalled(life, end);
    }
  }

  void stop() {
    stopped = true;
    turns.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}

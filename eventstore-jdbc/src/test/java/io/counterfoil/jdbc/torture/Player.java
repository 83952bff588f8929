package io.counterfoil.jdbc.torture;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs one side of a race on a thread of its own, statement by statement. */
final class Player {
  private final Turns turns;
  private final Future<Boolean> stored;
  private volatile boolean ended;
  private boolean waits;

  private Player(Turns turns, ExecutorService threads, Callable<Boolean> script) {
    this.turns = turns;
    this.stored =
        threads.submit(
            () -> {
              try {
                return script.call();
              } finally {
                ended = true;
                turns.end();
              }
            });
  }

  /** Lets it come to its first statement. */
  static Player start(Turns turns, ExecutorService threads, Callable<Boolean> script) {
    turns.begin();
    Player player = new Player(turns, threads, script);
    turns.awaitFirst();
    return player;
  }

  boolean isWaiting() {
    return waits;
  }

  boolean canMove() {
    return !ended && !waits;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Does its next statement, as far as it gets. */
  void move(BooleanSupplier blocked) {
    waits = !turns.grant(blocked);
  }

  /** Goes on after a wait: the other, for whom it waited, has ended. */
  void goOn() {
    if (waits) {
      turns.awaitFirst();
      waits = false;
    }
  }

  boolean hasStored() throws Exception {
    return stored.get(60, TimeUnit.SECONDS);
  }
}

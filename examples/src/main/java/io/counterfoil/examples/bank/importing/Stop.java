package io.counterfoil.examples.bank.importing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where an import has to stop, and why. Rows before that line are still worked on; the
 * lowest line wins. Thread-safe.
 */
final class Stop {
  private static final long NOW = 0;

  private volatile long line = Long.MAX_VALUE;
  private @Nullable Throwable cause;

  /** Stops at a row that cannot be imported. */
  synchronized void at(long stopLine, Throwable why) {
    if (stopLine < line) {
      cause = why;
      line = stopLine;
    }
  }

  /** Stops at once: nothing can be imported any more. */
  void now(Throwable why) {
    at(NOW, why);
  }

  /** Tells whether a row is still to be imported. */
  boolean covers(BankRow row) {
    return row.line() < line;
  }

  synchronized Optional<Throwable> cause() {
    return Optional.ofNullable(cause);
  }
}

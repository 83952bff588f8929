package io.counterfoil.contract.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong: counts all, and describes the first few. Thread-safe. */
final class Flaws {
  private static final int DESCRIBED = 5;

  private final History history;
  private final Map<Flaw, Long> counts = new EnumMap<>(Flaw.class);
  private final List<String> descriptions = new ArrayList<>();

  Flaws(History history) {
    this.history = history;
  }

  synchronized void add(Flaw flaw, long position, String what) {
    counts.merge(flaw, 1L, Long::sum);
    if (descriptions.size() < DESCRIBED) {
      descriptions.add(flaw + ": " + what + "\n" + history.around(position));
    }
  }

  /** The stack trace is kept with the description, and what was done before. */
  synchronized void add(String who, Throwable failure) {
    StringBuilder trace = new StringBuilder(who + " failed: " + failure + "\n");
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      trace.append("  ").append(cause).append('\n');
      for (int i = 0; i < Math.min(8, cause.getStackTrace().length); i++) {
        trace.append("    at ").append(cause.getStackTrace()[i]).append('\n');
      }
    }
    counts.merge(Flaw.FAILED, 1L, Long::sum);
    descriptions.add(Flaw.FAILED + ": " + trace + history.latest());
  }

  synchronized Map<Flaw, Long> counts() {
    return new EnumMap<>(counts);
  }

  synchronized String describe() {
    return String.join("\n", descriptions);
  }
}

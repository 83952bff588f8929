package io.counterfoil.jdbc.torture;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through all ways in which a run can go: each run makes the choices of the one before, but
 * for the latest that can go another way.
 */
final class Choices {
  private final List<Choice> made = new ArrayList<>();
  private int depth;

  private static final class Choice {
    private final int options;
    private int taken;

    private Choice(int options) {
      this.options = options;
    }
  }

  /** Takes one of some options, 0 being the first. */
  int among(int options) {
    if (options == 1) {
      return 0;
    }
    if (depth == made.size()) {
      made.add(new Choice(options));
    }
    return made.get(depth++).taken;
  }

  /** Begins the next run; answers false when there is none. */
  boolean next() {
    depth = 0;
    while (!made.isEmpty()) {
      Choice last = made.get(made.size() - 1);
      last.taken++;
      if (last.taken < last.options) {
        return true;
      }
      made.remove(made.size() - 1);
    }
    return false;
  }
}

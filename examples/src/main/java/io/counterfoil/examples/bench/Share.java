package io.counterfoil.examples.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * The accounts that one thread has for itself, and how far each is: so every append knows the exact
 * sequence it expects, and none meets a conflict. Used by that thread alone.
 */
final class Share {
  private final List<String> ids = new ArrayList<>();
  private final long[] sequences;
  private int current = -1;

  Share(int streams, int threads, int thread) {
    for (int number = thread; number < streams; number += threads) {
      ids.add(Accounts.id(number + 1L));
    }
    this.sequences = new long[ids.size()];
  }

  /** Goes on to the next account. */
  String next() {
    current = (current + 1) % ids.size();
    return ids.get(current);
  }

  /** Answers at which sequence the account is that was named last. */
  long sequence() {
    return sequences[current];
  }

  void moved(int events) {
    sequences[current] += events;
  }
}

package io.counterfoil.jdbc;

import io.counterfoil.store.RecordedEvent;
import java.util.List;

/**
 * Decides how many events are fetched at once: more while they are small, fewer when they are
 * large, so that a page stays at a few megabytes. Used by one reader.
 */
final class Pages {
  static final int FIRST = 256;
  static final int LARGEST = 1_000;
  private static final long CHARACTERS_WANTED = 4L << 20;

  private int size = FIRST;

  /** Answers how many events the next page may have, given how many are still wanted. */
  int next(long wanted) {
    return (int) Math.min(size, wanted);
  }

  /** Takes note of a page that was fetched. */
  void fetched(List<RecordedEvent> page) {
    if (page.isEmpty()) {
      return;
    }
    long characters = 1;
    for (RecordedEvent event : page) {
      characters += event.data().length();
    }
    long fitting = CHARACTERS_WANTED * page.size() / characters;
    size = (int) Math.max(1, Math.min(LARGEST, fitting));
  }
}

package io.counterfoil.jdbc;

/**
 * Decides how many events are fetched at once: as many as the store is told, fewer when they are
 * large, so that a page stays at a few megabytes. Used by one reader.
 */
final class Pages {
  static final int USUAL = 1_000;
  static final long LENGTH_WANTED = 4L << 20;

  private final int most;
  private int size;

  Pages(int most) {
    this.most = most;
    this.size = most;
  }

  /** Answers how many events the next page may have, given how many are still wanted. */
  int next(long wanted) {
    return (int) Math.min(size, wanted);
  }

  /** Takes note of a page that was fetched. */
  void fetched(EventPage page) {
    if (page.size() > 0) {
      long fitting = LENGTH_WANTED * page.size() / (page.length() + 1);
      size = (int) Math.max(1, Math.min(most, fitting));
    }
  }
}

package io.counterfoil.jdbc;

/**
 * A stretch of the log.
 *
 * @param after the position before the first
 * @param to the last position
 */
record Range(long after, long to) {

  boolean isEmpty() {
    return to <= after;
  }

  long length() {
    return to - after;
  }

  /** Answers the part of so many positions at the end where a reader begins. */
  Range first(long positions, boolean backwards) {
    if (length() <= positions) {
      return this;
    }
    return backwards ? new Range(to - positions, to) : new Range(after, after + positions);
  }

  /** Answers what is left when a reader has come as far as a position, inclusive. */
  Range behind(long position, boolean backwards) {
    return backwards ? new Range(after, position - 1) : new Range(position, to);
  }

  /** Answers what is left behind a part at the end where a reader begins. */
  Range behind(Range part, boolean backwards) {
    return backwards ? new Range(after, part.after) : new Range(part.to, to);
  }
}

package io.counterfoil.command;

/** Decides when the state of an aggregate is kept as a snapshot. Pure and thread-safe. */
@FunctionalInterface
public interface SnapshotPolicy {

  /**
   * Decides after an append.
   *
   * @param before the stream's last sequence before the append, 0 or more
   * @param after the stream's last sequence after it
   * @return true if the state shall be kept now
   */
  boolean isDue(long before, long after);

  /**
   * Keeps the state each time the stream passes a multiple of a number of events.
   *
   * @param events 1 or more; 100 is a good start
   * @return the policy
   * @throws IllegalArgumentException if the number is below 1
   */
  static SnapshotPolicy every(int events) {
    if (events < 1) {
      throw new IllegalArgumentException(
          "a snapshot is taken every 1 or more events, but was asked every " + events);
    }
    return (before, after) -> before / events < after / events;
  }
}

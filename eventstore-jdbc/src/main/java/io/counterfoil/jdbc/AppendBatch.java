package io.counterfoil.jdbc;

import java.time.Duration;
import java.util.Objects;

/**
 * Tells of appends that shared a statement and a commit, or of one that ran by itself. Immutable.
 *
 * @param appends how many there were, 1 or more
 * @param stored how many of them were stored by it; the others ran again by themselves, or are in
 *     doubt
 * @param characters the length of their payloads together, in UTF-16 characters
 * @param waited how long the first of them waited before
 * @param took how long it ran
 */
public record AppendBatch(
    int appends, int stored, long characters, Duration waited, Duration took) {

  /** Checks that nothing is null. */
  public AppendBatch {
    Objects.requireNonNull(waited, "waited");
    Objects.requireNonNull(took, "took");
  }

  /** Is told of each batch, on the thread that ran it, after all of its appends were answered. */
  @FunctionalInterface
  public interface Listener {
    /** Takes no note of anything. */
    Listener NONE = batch -> {};

    /**
     * Takes note. Must be short; what it throws is logged and dropped.
     *
     * @param batch what has run
     */
    void ran(AppendBatch batch);
  }
}

package io.counterfoil.store;

import java.util.Objects;
import java.util.Optional;

/**
 * Tells what became of a keyed command: accepted with events, accepted with none, or rejected.
 * Stored in the transaction of its append, and kept until {@link EventStore#forgetOutcomes}.
 * Immutable.
 *
 * @param stream the stream that the command was for
 * @param key the command's key
 * @param eventCount how many events it appended; 0 when it was rejected or decided nothing
 * @param lastSequence the stream's last sequence after it; its events are the {@code eventCount} up
 *     to there
 * @param rejection the "no", if it was one
 */
public record Outcome(
    StreamId stream,
    CommandKey key,
    int eventCount,
    long lastSequence,
    Optional<Rejection> rejection) {

  /** Checks that nothing is null. */
  public Outcome {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(rejection, "rejection");
  }

  /**
   * Returns where the command's events begin.
   *
   * @return the sequence of its first event, or {@code lastSequence + 1} when it has none
   */
  public long firstSequence() {
    return lastSequence - eventCount + 1;
  }
}

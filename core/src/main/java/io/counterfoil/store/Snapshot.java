package io.counterfoil.store;

import java.util.Objects;
import java.util.UUID;

/**
 * Holds the state of an aggregate at one of its events. Never a truth of its own: without it the
 * state is folded from the events. Immutable.
 *
 * @param stream the aggregate's stream
 * @param stateVersion the schema version of the state
 * @param sequence the sequence of the last event folded in, 1 or more
 * @param lastEventId the id of that event: tells a snapshot of another history from one of this
 * @param state the state as JSON text
 */
public record Snapshot(
    StreamId stream, int stateVersion, long sequence, UUID lastEventId, String state) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if sequence or version is below 1
   */
  public Snapshot {
    Objects.requireNonNull(stream, "stream");
    Objects.requireNonNull(lastEventId, "lastEventId");
    Objects.requireNonNull(state, "state");
    if (sequence < 1 || stateVersion < 1) {
      throw new IllegalArgumentException(
          "sequence and version are 1 or more, but were " + sequence + " and " + stateVersion);
    }
  }
}

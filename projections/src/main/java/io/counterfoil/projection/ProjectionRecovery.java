package io.counterfoil.projection;

import java.time.Instant;
import java.util.Objects;

/**
 * Tells how a projection came back by itself from a failure, such as a database that was away.
 * Immutable.
 *
 * @param failure what went wrong last before it, and how many times in a row
 * @param checkpoint the position that it stood at when it had gone on
 * @param at when it went on
 */
public record ProjectionRecovery(ProjectionFailure failure, long checkpoint, Instant at) {

  /** Checks that nothing is null. */
  public ProjectionRecovery {
    Objects.requireNonNull(failure, "failure");
    Objects.requireNonNull(at, "at");
  }

  /** Names the position and the failure, for people; not the cause's message. */
  @Override
  public String toString() {
    return "went on at position " + checkpoint + " at " + at + " after " + failure;
  }
}

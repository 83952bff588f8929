package io.counterfoil.projection;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells how a projection stands. Immutable.
 *
 * @param name the projection's name
 * @param version the projection's version
 * @param state what it is doing
 * @param checkpoint all events up to this position are applied
 * @param head the highest position of the log; empty if the store could not be asked
 * @param heartbeat when the projection last did a turn of work, with or without events; empty
 *     before the first. While it runs and this stands still, it hangs
 * @param failure what went wrong last, while it is retrying, failed or fenced
 * @param recovery how it came back by itself from a failure, the last time that it did
 */
public record ProjectionStatus(
    String name,
    int version,
    ProjectionState state,
    long checkpoint,
    OptionalLong head,
    Optional<Instant> heartbeat,
    Optional<ProjectionFailure> failure,
    Optional<ProjectionRecovery> recovery) {

  /**
   * Returns how far the read model is behind the log.
   *
   * @return positions between checkpoint and head: at least as many as events are missing, since
   *     positions may have holes and not every event concerns every projection; empty if the head
   *     is not known
   */
  public OptionalLong lag() {
    return head.isPresent()
        ? OptionalLong.of(Math.max(0, head.getAsLong() - checkpoint))
        : OptionalLong.empty();
  }
}

package io.counterfoil.projection;

import io.counterfoil.store.OpenWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells how a projection stands. Immutable.
 *
 * @param name the projection's name
 * @param version the projection's version
 * @param generation which filling of its read model it works on; 0 before the first turn of work
 * @param state what it is doing
 * @param isLive whether readers see what it writes
 * @param checkpoint all events up to this position are applied
 * @param head the highest position of the log; empty if the store could not be asked
 * @param openWriters the transactions that every reader of the log waits for at the moment
 * @param lastEventAt the time of the last event that was applied since the start
 * @param eventsPerSecond how many events were applied a second, as a mean over the last seconds at
 *     work; 0 before the first
 * @param positionsPerSecond how fast it went through the log, in the same way
 * @param hasParked whether events are parked
 * @param heartbeat when the projection last did a turn of work, with or without events; empty
 *     before the first. While it runs and this stands still, it hangs
 * @param failure what went wrong last, while it is retrying, failed or fenced
 * @param recovery how it came back by itself from a failure, the last time that it did
 */
public record ProjectionStatus(
    String name,
    int version,
    int generation,
    ProjectionState state,
    boolean isLive,
    long checkpoint,
    OptionalLong head,
    List<OpenWriter> openWriters,
    Optional<Instant> lastEventAt,
    double eventsPerSecond,
    double positionsPerSecond,
    boolean hasParked,
    Optional<Instant> heartbeat,
    Optional<ProjectionFailure> failure,
    Optional<ProjectionRecovery> recovery) {

  /** Copies. */
  public ProjectionStatus {
    openWriters = List.copyOf(openWriters);
  }

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

  /**
   * Returns how old the read model's news is.
   *
   * @param now the time
   * @return zero if it stands at the head; else the time since the last event that was applied,
   *     where one was applied since the start; empty if that is not known
   */
  public Optional<Duration> lagTime(Instant now) {
    if (lag().isPresent() && lag().getAsLong() == 0) {
      return Optional.of(Duration.ZERO);
    }
    return lastEventAt
        .map(last -> Duration.between(last, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  /**
   * Returns how long it will take to reach the head, if it goes on as fast as it did.
   *
   * @return the time; empty where the head is not known or nothing was applied yet
   */
  public Optional<Duration> timeLeft() {
    if (lag().isEmpty() || (positionsPerSecond <= 0 && lag().getAsLong() > 0)) {
      return Optional.empty();
    }
    return Optional.of(
        lag().getAsLong() == 0
            ? Duration.ZERO
            : Duration.ofMillis((long) (1000 * lag().getAsLong() / positionsPerSecond)));
  }
}

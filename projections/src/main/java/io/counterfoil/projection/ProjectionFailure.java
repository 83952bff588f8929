package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells what went wrong in a projection. Immutable.
 *
 * @param event the event that could not be applied; empty where no single event is to blame
 * @param attempts how many times in a row it was tried
 * @param cause what was thrown
 * @param at when it was thrown last
 */
public record ProjectionFailure(
    Optional<RecordedEvent> event, int attempts, Throwable cause, Instant at) {

  /** Checks that nothing is null. */
  public ProjectionFailure {
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(at, "at");
  }

  /**
   * Names the event, the attempts, and the class and place of the cause, for people. Not the
   * cause's message, which may quote rows or payloads.
   */
  @Override
  public String toString() {
    StackTraceElement[] trace = cause.getStackTrace();
    return event.map(failed -> failed + ", ").orElse("")
        + (attempts == 1 ? "1 attempt" : attempts + " attempts")
        + ", "
        + cause.getClass().getName()
        + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}

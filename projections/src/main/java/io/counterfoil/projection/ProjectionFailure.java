package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells what went wrong in a projection. Immutable.
 *
 * @param step what was being done, as in "in the handler of MoneyDeposited"; empty where that is
 *     not known
 * @param event the event that could not be applied; empty where no single event is to blame
 * @param attempts how many times in a row it was tried
 * @param cause what was thrown
 * @param at when it was thrown last
 */
public record ProjectionFailure(
    Optional<String> step,
    Optional<RecordedEvent> event,
    int attempts,
    Throwable cause,
    Instant at) {

  /** Checks that nothing is null. */
  public ProjectionFailure {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(at, "at");
  }

  /**
   * Names the event, the attempts, the step, the class of the cause with the codes of a database's
   * failure, and where in the application it happened, for people. Not the cause's message, which
   * may quote rows or payloads.
   */
  @Override
  public String toString() {
    return event.map(failed -> failed + ", ").orElse("")
        + (attempts == 1 ? "1 attempt" : attempts + " attempts")
        + ", "
        + withoutEvent();
  }

  /** Names the step and the cause. */
  String withoutEvent() {
    return step.map(known -> known + ": ").orElse("") + FailureReport.of(cause);
  }
}

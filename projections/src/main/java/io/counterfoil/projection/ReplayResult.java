package io.counterfoil.projection;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Tells what a replay came to. Immutable.
 *
 * @param read how many events were chosen: applied, failed and parked together
 * @param applied how many were applied
 * @param failed how many could not be applied; their rows are as they were before
 * @param parked how many were left alone, as they are parked
 * @param errors the first {@value #MOST_ERRORS} failures, each with its event
 * @param from the first position that was asked for
 * @param to the last position that was looked at; below {@code from} if the read model has not come
 *     so far
 * @param took how long it took
 */
public record ReplayResult(
    long read,
    long applied,
    long failed,
    long parked,
    List<ProjectionFailure> errors,
    long from,
    long to,
    Duration took) {

  /** How many failures are kept at most. */
  public static final int MOST_ERRORS = 10;

  /** Copies, and checks that nothing is null. */
  public ReplayResult {
    errors = List.copyOf(errors);
    Objects.requireNonNull(took, "took");
  }
}

package io.counterfoil.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Holds what became of a keyed command as a store keeps it. Immutable.
 *
 * @param outcome what became of it
 * @param at when that was stored, to the millisecond (what is finer is cut off), by the system's
 *     clock of the process that stored it
 */
public record StoredOutcome(Outcome outcome, Instant at) {

  /** Cuts off what is finer than a millisecond. */
  public StoredOutcome {
    Objects.requireNonNull(outcome, "outcome");
    at = Objects.requireNonNull(at, "at").truncatedTo(ChronoUnit.MILLIS);
  }
}

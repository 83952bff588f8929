package io.counterfoil.examples.bank.view;

import io.counterfoil.projection.ParkedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells how a view stands. Immutable.
 *
 * @param name the view's name
 * @param state what is to be said of it in a word
 * @param version the version of its projection that readers see
 * @param generation which filling of it they see
 * @param checkpoint all events up to this position are in it
 * @param head the highest position of the log
 * @param oldestMissing since when the oldest event waits that is not in it, if one is known to
 * @param parked what is set aside
 */
public record ViewStatus(
    String name,
    State state,
    int version,
    int generation,
    long checkpoint,
    long head,
    Optional<Duration> oldestMissing,
    List<ParkedEvent> parked) {

  /** Says how a view stands, in a word. */
  public enum State {
    /** It has all events. */
    IDLE,
    /** Events are missing; the next command that reads it brings it forward. */
    BEHIND,
    /** Another filling of it is being built, or its building was cut off. */
    REBUILDING,
    /** A newer program has replaced it by another version. */
    RETIRED
  }

  /** Copies. */
  public ViewStatus {
    Objects.requireNonNull(oldestMissing, "oldestMissing");
    parked = List.copyOf(parked);
  }

  /**
   * Returns how far it is behind the log.
   *
   * @return positions: at least as many as events are missing
   */
  public long lag() {
    return Math.max(0, head - checkpoint);
  }

  /**
   * Tells whether somebody must look at it.
   *
   * @return whether events could not be applied, or another program has replaced it
   */
  public boolean isWrong() {
    return !parked.isEmpty() || state == State.RETIRED;
  }

  /**
   * Returns why an event could not be applied.
   *
   * @return the reason of the first one that is set aside, if there is one
   */
  public Optional<String> failure() {
    return parked.stream().flatMap(event -> event.reason().stream()).findFirst();
  }
}

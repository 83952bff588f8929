package io.counterfoil.store;

import java.time.Duration;
import java.util.Objects;

/**
 * Names a transaction that has written events, or may have, and is still open. Immutable.
 *
 * @param id how the database names it, such as the number of its process
 * @param application what its connection says of itself; empty if nothing
 * @param state what it does, in the words of the database
 * @param age how long it has been open, by the clock of the database
 */
public record OpenWriter(String id, String application, String state, Duration age) {

  /** Checks that nothing is null. */
  public OpenWriter {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(application, "application");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(age, "age");
  }
}

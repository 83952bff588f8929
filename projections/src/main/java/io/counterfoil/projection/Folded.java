package io.counterfoil.projection;

import java.util.Objects;

/**
 * Holds what events were folded into, together with where that stands. Immutable, if the state is.
 *
 * @param state the state
 * @param position every wanted event up to here is in the state, and none behind it; 0 for none
 * @param <S> the state
 */
public record Folded<S>(S state, long position) {

  /** Checks that nothing is null. */
  public Folded {
    Objects.requireNonNull(state, "state");
  }
}

package io.counterfoil;

import java.util.Objects;

/**
 * Tells what is wrong with a command by itself, whatever the state of its aggregate. Immutable.
 *
 * @param field which part of the command it is about, such as {@code amountCents}
 * @param message what that part must be, for people, such as {@code must be positive}; leave the
 *     value itself out, since messages reach logs
 */
public record Violation(String field, String message) {

  /** Checks that nothing is null. */
  public Violation {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(message, "message");
  }

  /** Returns both with a space between them, for people. */
  @Override
  public String toString() {
    return field + " " + message;
  }
}

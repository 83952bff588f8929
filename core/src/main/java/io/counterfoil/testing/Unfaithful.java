package io.counterfoil.testing;

import org.jspecify.annotations.Nullable;

/**
 * Says that a test cannot go on: a promise is broken that every aggregate makes. The fixture tells
 * it from what a handler throws.
 */
final class Unfaithful extends AssertionError {
  private static final long serialVersionUID = 1L;

  Unfaithful(String message) {
    super(message);
  }

  Unfaithful(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.counterfoil.projection;

import org.jspecify.annotations.Nullable;

/** Says that a projection or its checkpoint could not do what was asked. */
public class ProjectionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what went wrong.
   *
   * @param message what was wrong, where, and what to do
   * @param cause what lies behind it, if anything
   */
  public ProjectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

package io.counterfoil.store;

import org.jspecify.annotations.Nullable;

/**
 * Says that a store could not do what was asked. Where an append throws it, nothing was stored,
 * except where a subclass says otherwise.
 */
public class EventStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says what went wrong.
   *
   * @param message what was wrong, where, and what to do
   * @param cause what the database said, if anything
   */
  public EventStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

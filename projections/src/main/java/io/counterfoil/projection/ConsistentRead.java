package io.counterfoil.projection;

import java.util.Objects;
import java.util.Optional;

/**
 * Holds what a query answered, and says whether the read model had come to the awaited position
 * before. Immutable.
 *
 * @param value what the query answered
 * @param staleBecause why the answer may lack the awaited event; empty if it has it
 * @param <T> what was asked for
 */
public record ConsistentRead<T>(T value, Optional<ProjectionException> staleBecause) {

  /** Checks that nothing is null. */
  public ConsistentRead {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(staleBecause, "staleBecause");
  }

  /**
   * Tells whether the answer may lack the awaited event.
   *
   * @return true if so
   */
  public boolean isStale() {
    return staleBecause.isPresent();
  }

  /**
   * Asks a read model.
   *
   * @param <T> what is asked for
   * @param <X> what asking may throw
   */
  @FunctionalInterface
  public interface Query<T, X extends Exception> {

    /**
     * Asks.
     *
     * @return the answer; not null
     * @throws X if it could not be asked
     */
    T run() throws X;
  }
}

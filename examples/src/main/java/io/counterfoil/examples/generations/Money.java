package io.counterfoil.examples.generations;

import java.util.Objects;

/**
 * An amount of one currency. Immutable.
 *
 * @param cents the amount in hundredths
 * @param currency the currency's code
 */
public record Money(long cents, String currency) {

  /** Checks that nothing is null. */
  public Money {
    Objects.requireNonNull(currency, "currency");
  }

  Money plus(Money other) {
    return new Money(Math.addExact(cents, other.cents), currency);
  }

  Money minus(Money other) {
    return new Money(Math.subtractExact(cents, other.cents), currency);
  }
}

package io.counterfoil.examples.bank.view;

import java.math.BigInteger;
import java.util.Objects;

/**
 * Adds up a bank. Immutable.
 *
 * @param accounts how many accounts there are
 * @param balanceCents what is on all of them, in cents: a sum that may exceed a {@code long}
 */
public record Totals(long accounts, BigInteger balanceCents) {

  /** Checks that nothing is null. */
  public Totals {
    Objects.requireNonNull(balanceCents, "balanceCents");
  }
}

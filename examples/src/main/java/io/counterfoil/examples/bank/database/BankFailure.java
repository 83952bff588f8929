package io.counterfoil.examples.bank.database;

import org.jspecify.annotations.Nullable;

/** Says in one line why the bank cannot do what was asked. */
public final class BankFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Says why.
   *
   * @param message one line: what is wrong, and what to do
   * @param cause what failed beneath, if anything
   */
  public BankFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

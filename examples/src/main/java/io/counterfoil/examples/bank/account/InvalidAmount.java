package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses an amount of zero or less. */
public final class InvalidAmount extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "invalid-amount";

  /**
   * Says so.
   *
   * @param accountId the account
   * @param amountCents what was asked for, in cents
   */
  public InvalidAmount(String accountId, long amountCents) {
    super(
        CODE,
        "an amount is 1 cent or more, not " + amountCents,
        Map.of("accountId", accountId, "amountCents", amountCents));
  }
}

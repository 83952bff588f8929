package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses to take out more than is there. */
public final class InsufficientFunds extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "insufficient-funds";

  /**
   * Says so.
   *
   * @param accountId the account
   * @param amountCents what was asked for, in cents
   * @param balanceCents what is on the account, in cents
   */
  public InsufficientFunds(String accountId, long amountCents, long balanceCents) {
    super(
        CODE,
        "account '"
            + accountId
            + "' has "
            + balanceCents
            + " cents, too little to withdraw "
            + amountCents,
        Map.of("accountId", accountId, "amountCents", amountCents, "balanceCents", balanceCents));
  }
}

package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses an amount that would take the balance beyond what a {@code long} holds. */
public final class AmountTooLarge extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "amount-too-large";

  /**
   * Says so.
   *
   * @param accountId the account
   * @param amountCents what was asked for, in cents
   * @param balanceCents what is on the account, in cents
   */
  public AmountTooLarge(String accountId, long amountCents, long balanceCents) {
    super(
        CODE,
        "account '"
            + accountId
            + "' has "
            + balanceCents
            + " cents; adding "
            + amountCents
            + " would exceed the largest balance, "
            + Long.MAX_VALUE,
        Map.of("accountId", accountId, "amountCents", amountCents, "balanceCents", balanceCents));
  }
}

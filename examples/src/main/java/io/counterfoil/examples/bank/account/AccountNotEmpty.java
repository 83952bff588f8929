package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses to close an account while money is on it. */
public final class AccountNotEmpty extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "account-not-empty";

  /**
   * Says so.
   *
   * @param accountId the account
   * @param balanceCents what is on the account, in cents
   */
  public AccountNotEmpty(String accountId, long balanceCents) {
    super(
        CODE,
        "account '"
            + accountId
            + "' still has "
            + balanceCents
            + " cents; withdraw them before closing it",
        Map.of("accountId", accountId, "balanceCents", balanceCents));
  }
}

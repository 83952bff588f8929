package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses to use an account that nobody has opened. */
public final class AccountNotOpen extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "account-not-open";

  /**
   * Says so.
   *
   * @param accountId the account
   */
  public AccountNotOpen(String accountId) {
    super(
        CODE,
        "there is no account '" + accountId + "'; open it first",
        Map.of("accountId", accountId));
  }
}

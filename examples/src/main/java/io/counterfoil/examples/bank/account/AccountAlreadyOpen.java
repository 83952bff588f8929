package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses to open an account twice. */
public final class AccountAlreadyOpen extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "account-already-open";

  /**
   * Says so.
   *
   * @param accountId the account
   */
  public AccountAlreadyOpen(String accountId) {
    super(CODE, "account '" + accountId + "' is open already", Map.of("accountId", accountId));
  }
}

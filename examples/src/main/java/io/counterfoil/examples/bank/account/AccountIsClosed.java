package io.counterfoil.examples.bank.account;

import io.counterfoil.CommandRejected;
import java.util.Map;

/** Refuses to use an account that was closed. */
public final class AccountIsClosed extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection. */
  public static final String CODE = "account-closed";

  /**
   * Says so.
   *
   * @param accountId the account
   */
  public AccountIsClosed(String accountId) {
    super(CODE, "account '" + accountId + "' is closed, for good", Map.of("accountId", accountId));
  }
}

package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.Account.Status;
import java.util.Objects;

/**
 * Holds one row of the view. Immutable.
 *
 * @param accountId the account
 * @param balanceCents what is on it, in cents
 * @param status whether it is open
 * @param lastSequence the account's last event that the row shows
 */
public record BalanceRow(String accountId, long balanceCents, Status status, long lastSequence) {

  /** Checks that nothing is null. */
  public BalanceRow {
    Objects.requireNonNull(accountId, "accountId");
    Objects.requireNonNull(status, "status");
  }
}

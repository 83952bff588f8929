package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.Account.Status;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;

/**
 * The state of an account, folded by hand.
 *
 * @param status whether it may be used
 * @param balanceCents what is on it
 */
public record Balance(Status status, long balanceCents) {
  static final Balance NONE = new Balance(Status.NONE, 0);

  Balance with(AccountEvent event) {
    if (event instanceof MoneyDeposited deposited) {
      return new Balance(status, balanceCents + deposited.amountCents());
    }
    if (event instanceof MoneyWithdrawn withdrawn) {
      return new Balance(status, balanceCents - withdrawn.amountCents());
    }
    return event instanceof AccountOpened
        ? new Balance(Status.OPEN, 0)
        : new Balance(Status.CLOSED, balanceCents);
  }
}

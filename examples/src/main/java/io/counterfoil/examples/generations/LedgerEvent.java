package io.counterfoil.examples.generations;

import io.counterfoil.Event;
import io.counterfoil.EventType;
import io.counterfoil.examples.bank.account.Details;

/**
 * What happens to an account, as the third generation of the bank sees it. The first is {@code
 * io.counterfoil.examples.bank.account.AccountEvent}; its names stay in the store.
 */
// tag::events[]
public sealed interface LedgerEvent extends Event {

  /** The account was opened. Version 1 named its owner, too, and knew no currencies. */
  record AccountOpened(String currency) implements LedgerEvent {}

  /** Somebody owns the account. */
  record OwnerNamed(String owner) implements LedgerEvent {}

  /** Money came in: a class with a new name, whose events keep theirs. */
  @EventType(name = "MoneyDeposited", version = 3)
  record Credited(Money amount, Money balanceAfter, Details details) implements LedgerEvent {}

  /** Money went out. */
  @EventType(name = "MoneyWithdrawn", version = 3)
  record Debited(Money amount, Money balanceAfter, Details details) implements LedgerEvent {}

  /** The account was closed: an event with a new name. */
  record AccountEnded() implements LedgerEvent {}
}
// end::events[]

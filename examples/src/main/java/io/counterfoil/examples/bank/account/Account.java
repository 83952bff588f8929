package io.counterfoil.examples.bank.account;

import io.counterfoil.Aggregate;
import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;
import io.counterfoil.examples.bank.account.AccountCommand.CloseAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;

/**
 * Holds the state of an account: just what its decisions need. Immutable.
 *
 * @param status whether it may be used
 * @param balanceCents what is on it, in cents; never negative
 */
public record Account(Status status, long balanceCents) {

  /** Tells whether an account may be used. */
  public enum Status {
    /** Nobody has opened it. */
    NONE,
    /** It may be used. */
    OPEN,
    /** It was closed, for ever. */
    CLOSED
  }

  /** The account before its first event. */
  public static final Account NONE = new Account(Status.NONE, 0);

  // tag::aggregate[]
  /** Describes accounts to whatever works with aggregates. */
  public static final Aggregate<AccountCommand, Account, AccountEvent> ACCOUNT =
      Aggregate.named("account", AccountEvent.class, NONE)
          .on(AccountOpened.class, Account::opened)
          .on(MoneyDeposited.class, Account::deposited)
          .on(MoneyWithdrawn.class, Account::withdrawn)
          .on(AccountClosed.class, Account::closed)
          .identifiedBy(AccountCommand.class, AccountCommand::accountId)
          .handle(OpenAccount.class, Decisions::open)
          .handle(Deposit.class, Decisions::deposit)
          .handle(Withdraw.class, Decisions::withdraw)
          .handle(BookTransaction.class, Decisions::book)
          .handle(CloseAccount.class, Decisions::close)
          .build();

  // end::aggregate[]

  Account opened(AccountOpened event) {
    return new Account(Status.OPEN, 0);
  }

  /**
   * Adds the amount rather than take the balance that the event states: so an audit can compare.
   */
  Account deposited(MoneyDeposited event) {
    return new Account(status, balanceCents + event.amountCents());
  }

  Account withdrawn(MoneyWithdrawn event) {
    return new Account(status, balanceCents - event.amountCents());
  }

  Account closed(AccountClosed event) {
    return new Account(Status.CLOSED, balanceCents);
  }
}

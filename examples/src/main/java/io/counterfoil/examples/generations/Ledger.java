package io.counterfoil.examples.generations;

import io.counterfoil.Aggregate;
import io.counterfoil.examples.bank.account.Account.Status;
import io.counterfoil.examples.bank.account.AccountAlreadyOpen;
import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;
import io.counterfoil.examples.bank.account.AccountCommand.CloseAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.Direction;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountIsClosed;
import io.counterfoil.examples.bank.account.AccountNotEmpty;
import io.counterfoil.examples.bank.account.AccountNotOpen;
import io.counterfoil.examples.bank.account.Details;
import io.counterfoil.examples.bank.account.InsufficientFunds;
import io.counterfoil.examples.bank.account.InvalidAmount;
import io.counterfoil.examples.generations.LedgerEvent.AccountEnded;
import io.counterfoil.examples.generations.LedgerEvent.AccountOpened;
import io.counterfoil.examples.generations.LedgerEvent.Credited;
import io.counterfoil.examples.generations.LedgerEvent.Debited;
import io.counterfoil.examples.generations.LedgerEvent.OwnerNamed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The account of the third generation. Its commands are those of the first, so that what was sent
 * under a key before is known for the same. Immutable.
 *
 * @param status whether it may be used
 * @param balance what is on it
 * @param owner who owns it, if known
 */
public record Ledger(Status status, Money balance, Optional<String> owner) {
  private static final Ledger NONE =
      new Ledger(Status.NONE, new Money(0, OldEvents.FIRST_CURRENCY), Optional.empty());

  /** Snapshots of the first generation hold another state: so the version of this one is higher. */
  public static final Aggregate<AccountCommand, Ledger, LedgerEvent> LEDGER =
      Aggregate.named("account", LedgerEvent.class, NONE)
          .stateVersion(2)
          .on(AccountOpened.class, Ledger::opened)
          .on(OwnerNamed.class, Ledger::named)
          .on(Credited.class, (ledger, event) -> ledger.with(event.balanceAfter()))
          .on(Debited.class, (ledger, event) -> ledger.with(event.balanceAfter()))
          .on(AccountEnded.class, Ledger::ended)
          .identifiedBy(AccountCommand.class, AccountCommand::accountId)
          .handle(OpenAccount.class, (command, ledger) -> ledger.open(command))
          .handle(
              Deposit.class,
              (command, ledger) ->
                  ledger.move(command.accountId(), command.amountCents(), true, command.details()))
          .handle(
              Withdraw.class,
              (command, ledger) ->
                  ledger.move(command.accountId(), command.amountCents(), false, command.details()))
          .handle(BookTransaction.class, (command, ledger) -> ledger.book(command))
          .handle(CloseAccount.class, (command, ledger) -> ledger.close(command))
          .build();

  private Ledger opened(AccountOpened event) {
    return new Ledger(Status.OPEN, new Money(0, event.currency()), Optional.empty());
  }

  private Ledger named(OwnerNamed event) {
    return new Ledger(status, balance, Optional.of(event.owner()));
  }

  private Ledger with(Money after) {
    return new Ledger(status, after, owner);
  }

  private Ledger ended(AccountEnded event) {
    return new Ledger(Status.CLOSED, balance, owner);
  }

  private List<LedgerEvent> open(OpenAccount command) {
    if (status == Status.OPEN) {
      throw new AccountAlreadyOpen(command.accountId());
    }
    requireNotClosed(command.accountId());
    List<LedgerEvent> events = new ArrayList<>();
    events.add(new AccountOpened(balance.currency()));
    command.owner().ifPresent(name -> events.add(new OwnerNamed(name)));
    return events;
  }

  private List<LedgerEvent> book(BookTransaction command) {
    boolean in = command.direction() == Direction.CREDIT;
    if (status != Status.NONE) {
      return move(command.accountId(), command.amountCents(), in, command.details());
    }
    AccountOpened opening = new AccountOpened(balance.currency());
    List<LedgerEvent> events = new ArrayList<>();
    events.add(opening);
    events.addAll(
        opened(opening).move(command.accountId(), command.amountCents(), in, command.details()));
    return events;
  }

  private List<LedgerEvent> move(String accountId, long cents, boolean in, Details details) {
    if (cents <= 0) {
      throw new InvalidAmount(accountId, cents);
    }
    requireNotClosed(accountId);
    if (status == Status.NONE) {
      throw new AccountNotOpen(accountId);
    }
    if (!in && cents > balance.cents()) {
      throw new InsufficientFunds(accountId, cents, balance.cents());
    }
    Money amount = new Money(cents, balance.currency());
    return List.of(
        in
            ? new Credited(amount, balance.plus(amount), details)
            : new Debited(amount, balance.minus(amount), details));
  }

  private List<LedgerEvent> close(CloseAccount command) {
    requireNotClosed(command.accountId());
    if (status == Status.NONE) {
      throw new AccountNotOpen(command.accountId());
    }
    if (balance.cents() != 0) {
      throw new AccountNotEmpty(command.accountId(), balance.cents());
    }
    return List.of(new AccountEnded());
  }

  private void requireNotClosed(String accountId) {
    if (status == Status.CLOSED) {
      throw new AccountIsClosed(accountId);
    }
  }
}

package io.counterfoil.examples.bank.account;

import io.counterfoil.examples.bank.account.Account.Status;
import io.counterfoil.examples.bank.account.AccountCommand.BookTransaction;
import io.counterfoil.examples.bank.account.AccountCommand.CloseAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.Direction;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;
import java.util.List;
import java.util.Optional;

/** Decides what a command does to an account: pure functions, or a rejection. */
final class Decisions {
  private Decisions() {}

  static List<AccountEvent> open(OpenAccount command, Account account) {
    if (account.status() == Status.OPEN) {
      throw new AccountAlreadyOpen(command.accountId());
    }
    requireNotClosed(command.accountId(), account);
    return List.of(new AccountOpened(command.owner()));
  }

  static List<AccountEvent> deposit(Deposit command, Account account) {
    requirePositive(command.accountId(), command.amountCents());
    requireOpen(command.accountId(), account);
    return List.of(
        deposited(command.accountId(), command.amountCents(), command.details(), account));
  }

  static List<AccountEvent> withdraw(Withdraw command, Account account) {
    requirePositive(command.accountId(), command.amountCents());
    requireOpen(command.accountId(), account);
    return List.of(
        withdrawn(command.accountId(), command.amountCents(), command.details(), account));
  }

  static List<AccountEvent> book(BookTransaction command, Account account) {
    requirePositive(command.accountId(), command.amountCents());
    requireNotClosed(command.accountId(), account);
    AccountEvent booking =
        command.direction() == Direction.CREDIT
            ? deposited(command.accountId(), command.amountCents(), command.details(), account)
            : withdrawn(command.accountId(), command.amountCents(), command.details(), account);
    return account.status() == Status.NONE
        ? List.of(new AccountOpened(Optional.empty()), booking)
        : List.of(booking);
  }

  static List<AccountEvent> close(CloseAccount command, Account account) {
    requireOpen(command.accountId(), account);
    if (account.balanceCents() != 0) {
      throw new AccountNotEmpty(command.accountId(), account.balanceCents());
    }
    return List.of(new AccountClosed());
  }

  private static MoneyDeposited deposited(
      String accountId, long amountCents, Details details, Account account) {
    if (amountCents > Long.MAX_VALUE - account.balanceCents()) {
      throw new AmountTooLarge(accountId, amountCents, account.balanceCents());
    }
    return MoneyDeposited.of(amountCents, account.balanceCents() + amountCents, details);
  }

  private static MoneyWithdrawn withdrawn(
      String accountId, long amountCents, Details details, Account account) {
    if (amountCents > account.balanceCents()) {
      throw new InsufficientFunds(accountId, amountCents, account.balanceCents());
    }
    return MoneyWithdrawn.of(amountCents, account.balanceCents() - amountCents, details);
  }

  private static void requirePositive(String accountId, long amountCents) {
    if (amountCents <= 0) {
      throw new InvalidAmount(accountId, amountCents);
    }
  }

  private static void requireOpen(String accountId, Account account) {
    requireNotClosed(accountId, account);
    if (account.status() == Status.NONE) {
      throw new AccountNotOpen(accountId);
    }
  }

  private static void requireNotClosed(String accountId, Account account) {
    if (account.status() == Status.CLOSED) {
      throw new AccountIsClosed(accountId);
    }
  }
}

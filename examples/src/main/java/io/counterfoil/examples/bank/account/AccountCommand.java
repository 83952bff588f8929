package io.counterfoil.examples.bank.account;

import java.util.Objects;
import java.util.Optional;

/** What can be asked of an account. All amounts are in cents. */
public sealed interface AccountCommand {

  /**
   * Returns the account.
   *
   * @return the id of the account that the command is for
   */
  String accountId();

  /**
   * Opens an account.
   *
   * @param accountId the account
   * @param owner who opens it, if known
   */
  record OpenAccount(String accountId, Optional<String> owner) implements AccountCommand {

    /** Checks that nothing is null. */
    public OpenAccount {
      Objects.requireNonNull(accountId, "accountId");
      Objects.requireNonNull(owner, "owner");
    }
  }

  /**
   * Pays money in.
   *
   * @param accountId the account
   * @param amountCents the amount in cents
   * @param details what else is known
   */
  record Deposit(String accountId, long amountCents, Details details) implements AccountCommand {

    /** Checks that nothing is null. */
    public Deposit {
      Objects.requireNonNull(accountId, "accountId");
      Objects.requireNonNull(details, "details");
    }

    /**
     * Pays money in.
     *
     * @param accountId the account
     * @param amountCents the amount in cents
     */
    public Deposit(String accountId, long amountCents) {
      this(accountId, amountCents, Details.NONE);
    }
  }

  /**
   * Takes money out.
   *
   * @param accountId the account
   * @param amountCents the amount in cents
   * @param details what else is known
   */
  record Withdraw(String accountId, long amountCents, Details details) implements AccountCommand {

    /** Checks that nothing is null. */
    public Withdraw {
      Objects.requireNonNull(accountId, "accountId");
      Objects.requireNonNull(details, "details");
    }

    /**
     * Takes money out.
     *
     * @param accountId the account
     * @param amountCents the amount in cents
     */
    public Withdraw(String accountId, long amountCents) {
      this(accountId, amountCents, Details.NONE);
    }
  }

  /**
   * Books a transaction of a bank's books, and opens the account first where it has none of them
   * yet: both in one append. Where the booking is refused, the account is not opened either.
   *
   * @param accountId the account
   * @param direction whether money comes in or goes out
   * @param amountCents the amount in cents
   * @param details what else is known
   */
  record BookTransaction(String accountId, Direction direction, long amountCents, Details details)
      implements AccountCommand {

    /** Checks that nothing is null. */
    public BookTransaction {
      Objects.requireNonNull(accountId, "accountId");
      Objects.requireNonNull(direction, "direction");
      Objects.requireNonNull(details, "details");
    }
  }

  /**
   * Closes an account.
   *
   * @param accountId the account
   */
  record CloseAccount(String accountId) implements AccountCommand {

    /** Checks that nothing is null. */
    public CloseAccount {
      Objects.requireNonNull(accountId, "accountId");
    }
  }

  /** Tells whether money comes in or goes out. */
  enum Direction {
    /** Money comes in. */
    CREDIT,
    /** Money goes out. */
    DEBIT
  }
}

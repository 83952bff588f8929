package io.counterfoil.examples.bank.cli;

/** Says that there is nothing to show of an account. */
final class AccountUnknown extends RuntimeException {

  private static final long serialVersionUID = 1L;

  AccountUnknown(String accountId) {
    super("account-unknown: there is no account '" + accountId + "'");
  }
}

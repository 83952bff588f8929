package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.Account.Status;
import java.util.Locale;

/** Shows the status of an account. */
final class Statuses {
  private Statuses() {}

  static String shown(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}

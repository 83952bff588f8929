package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.store.StoreStatus;
import picocli.CommandLine.Command;

@Command(name = "status", description = "Count streams and events, and tell how far each view is.")
final class StatusCommand extends BankCommand {

  StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Bank bank = database.open()) {
      // First the checkpoint, then the head: a lag is never shown too small.
      long checkpoint = bank.balances().checkpoint();
      StoreStatus status = bank.store().status();
      terminal.print(
          "streams=%d events=%d head=%d", status.streams(), status.events(), status.head());
      terminal.print(
          "projection=%s checkpoint=%d lag=%d",
          BalanceView.NAME, checkpoint, Math.max(0, status.head() - checkpoint));
    }
    return ExitCode.OK;
  }
}

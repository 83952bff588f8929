package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.StoreStatus;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = "Count streams and events, and tell how far each view is, and whom it waits for.")
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
      for (OpenWriter writer : status.openWriters()) {
        terminal.print(
            "readable=%d waits_for=%s state=%s age_seconds=%d application=%s",
            status.readable(),
            quoted(writer.id()),
            quoted(writer.state()),
            writer.age().toSeconds(),
            quoted(writer.application()));
      }
      terminal.print(
          "projection=%s checkpoint=%d lag=%d",
          BalanceView.NAME, checkpoint, Math.max(0, status.head() - checkpoint));
    }
    return ExitCode.OK;
  }

  /** Names of databases and programs may have blanks. */
  private static String quoted(String name) {
    return "'" + name + "'";
  }
}

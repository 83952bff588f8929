package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.examples.bank.view.BalanceView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "rebuild", description = "Empty a view and fill it again from the first event.")
final class RebuildCommand extends BankCommand {
  @Parameters(
      index = "0",
      paramLabel = "PROJECTION",
      description = "Which one; there is " + BalanceView.NAME + ".")
  private String projection = "";

  RebuildCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (!projection.equals(BalanceView.NAME)) {
      throw new WrongInput(
          "there is no projection '" + projection + "'; there is " + BalanceView.NAME);
    }
    long start = System.nanoTime();
    long events;
    try (Bank bank = database.open();
        Progress progress = terminal.progress("rebuild")) {
      events = bank.balances().rebuild(at -> progress.at(at.position(), at.head()));
    }
    terminal.print("rebuilt=%s events=%d seconds=%s", projection, events, Terminal.seconds(start));
    return ExitCode.OK;
  }
}

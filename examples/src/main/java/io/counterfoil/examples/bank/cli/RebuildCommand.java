package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.progress.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rebuild",
    description = "Fill a view again from the first event, beside the one that is read meanwhile.")
final class RebuildCommand extends BankCommand {
  @Parameters(index = "0", paramLabel = "PROJECTION", description = "Which one; status names them.")
  private String projection = "";

  RebuildCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    long events;
    try (Bank bank = database.open()) {
      if (!bank.views().names().contains(projection)) {
        throw new WrongInput(
            "there is no projection '"
                + projection
                + "'; there are "
                + String.join(", ", bank.views().names()));
      }
      events = rebuild(bank);
    }
    terminal.print("rebuilt=%s events=%d seconds=%s", projection, events, Terminal.seconds(start));
    return ExitCode.OK;
  }

  private long rebuild(Bank bank) {
    try (Progress progress = terminal.progress("rebuild")) {
      return bank.views().rebuild(projection, at -> progress.at(at.position(), at.head()));
    }
  }
}

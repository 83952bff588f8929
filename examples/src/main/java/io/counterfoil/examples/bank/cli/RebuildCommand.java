package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.progress.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "rebuild",
    description = {
      "Fill a view again from the first event, beside the one that is read meanwhile.",
      "Cut off, it goes on where it was when it is run again."
    })
final class RebuildCommand extends BankCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROJECTION",
      description = "Which one; status names them. Default: all, one after another")
  private @Nullable String projection;

  RebuildCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    int code = ExitCode.OK;
    try (Bank bank = database.open()) {
      for (String view : views(bank, projection)) {
        long start = System.nanoTime();
        long events = rebuild(bank, view);
        terminal.print("rebuilt=%s events=%d seconds=%s", view, events, Terminal.seconds(start));
        code = Math.max(code, codeAfterReading(bank, view, event -> true));
      }
    }
    return code;
  }

  private long rebuild(Bank bank, String view) {
    try (Progress progress = terminal.progress("rebuild")) {
      return bank.views().rebuild(view, at -> progress.at(at.position(), at.head()));
    }
  }
}

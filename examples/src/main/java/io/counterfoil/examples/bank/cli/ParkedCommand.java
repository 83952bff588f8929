package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.projection.ParkedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "parked",
    description = {
      "List the events that a view could not apply, and those that wait behind them.",
      "--verbose shows why, with the stack trace, which may quote rows."
    })
final class ParkedCommand extends BankCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "PROJECTION",
      description = "Which one; status names them. Default: all")
  private @Nullable String projection;

  @Option(
      names = "--retry",
      description = "Apply them, in order; of an account where one fails again, the rest stay.")
  private boolean retry;

  @Option(
      names = "--discard",
      paramLabel = "POSITION",
      description = "Give up the event at this position: the view lacks it until it is rebuilt.")
  private @Nullable Long discard;

  ParkedCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (retry && discard != null) {
      throw new WrongInput("--retry and --discard are two orders; give one of them");
    }
    if (discard != null && projection == null) {
      throw new WrongInput("--discard needs a PROJECTION, as each has parked events of its own");
    }
    long left = 0;
    try (Bank bank = database.open()) {
      for (String view : views(bank, projection)) {
        order(bank, view);
        List<ParkedEvent> parked = bank.views().parked(view).list();
        parked.forEach(event -> print(view, event));
        left += parked.size();
      }
    }
    terminal.print("parked=%d", left);
    return left == 0 ? ExitCode.OK : ExitCode.FAILED;
  }

  private void order(Bank bank, String view) {
    if (discard != null) {
      if (bank.views().parked(view).at(discard).isEmpty()) {
        throw new WrongInput(
            view + " has no parked event at position " + discard + "; parked lists what there is");
      }
      bank.views().parked(view).discard(discard);
    } else if (retry) {
      int before = bank.views().parked(view).list().size();
      int left = bank.views().parked(view).retry().size();
      if (before > 0) {
        terminal.print("projection=%s applied=%d", view, before - left);
      }
    }
  }

  private void print(String view, ParkedEvent event) {
    terminal.print(
        "projection=%s account=%s sequence=%d position=%d type=%s attempts=%d at=%s reason=%s",
        view,
        event.stream().aggregateId(),
        event.sequence(),
        event.position(),
        event.type(),
        event.attempts(),
        event.at(),
        event.reason().map(Terminal::quoted).orElse("-"));
    if (database.isVerbose()) {
      event
          .stack()
          .ifPresent(
              stack ->
                  stack
                      .lines()
                      .forEach(line -> terminal.print("    %s", line.replace("\t", "    "))));
    }
  }
}

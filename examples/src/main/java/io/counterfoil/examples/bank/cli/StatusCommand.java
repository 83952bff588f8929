package io.counterfoil.examples.bank.cli;

import static io.counterfoil.examples.bank.cli.Terminal.quoted;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.ViewStatus;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.StoreStatus;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

@Command(
    name = "status",
    description = {
      "Count streams and events, and tell how each view stands, and whom it waits for.",
      "Ends with 1 if a view needs somebody to look at it. Changes nothing."
    })
final class StatusCommand extends BankCommand {

  StatusCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Bank bank = database.open()) {
      Instant now = Instant.now();
      List<ViewStatus> views =
          bank.views().names().stream().map(name -> bank.views().status(name, now)).toList();
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
      views.forEach(this::print);
      return views.stream().anyMatch(ViewStatus::isWrong) ? ExitCode.FAILED : ExitCode.OK;
    }
  }

  /** Not known while the log cannot be read to what is missing. */
  private static String lagSeconds(ViewStatus view) {
    return view.oldestMissing()
        .map(age -> Long.toString(age.toSeconds()))
        .orElse(view.lag() == 0 ? "0" : "-");
  }

  private void print(ViewStatus view) {
    terminal.print(
        "projection=%s state=%s version=%d generation=%d checkpoint=%d head=%d lag=%d"
            + " lag_seconds=%s parked=%d failure=%s",
        view.name(),
        view.state().name().toLowerCase(Locale.ROOT),
        view.version(),
        view.generation(),
        view.checkpoint(),
        view.head(),
        view.lag(),
        lagSeconds(view),
        view.parked().size(),
        view.failure().map(Terminal::quoted).orElse("-"));
  }
}

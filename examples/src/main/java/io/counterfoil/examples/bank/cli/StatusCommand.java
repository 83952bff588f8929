package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.store.OpenWriter;
import io.counterfoil.store.StoreStatus;
import java.util.LinkedHashMap;
import java.util.Map;
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
      // First the checkpoints, then the head: a lag is never shown too small.
      Map<String, Long> checkpoints = new LinkedHashMap<>();
      bank.views().names().forEach(name -> checkpoints.put(name, bank.views().checkpoint(name)));
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
      checkpoints.forEach(
          (name, checkpoint) ->
              terminal.print(
                  "projection=%s checkpoint=%d lag=%d",
                  name, checkpoint, Math.max(0, status.head() - checkpoint)));
    }
    return ExitCode.OK;
  }

  /** Names of databases and programs may have blanks. */
  private static String quoted(String name) {
    return "'" + name + "'";
  }
}

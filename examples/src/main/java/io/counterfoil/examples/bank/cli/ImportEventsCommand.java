package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.examples.bank.view.Totals;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.ImportRefused;
import io.counterfoil.transfer.Transferred;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import-events",
    description = "Take the file of an export into an empty bank, or go on with one cut off.")
final class ImportEventsCommand extends BankCommand {
  @Parameters(index = "0", paramLabel = "FILE", description = "The file that export wrote.")
  private @Nullable Path file;

  @Option(
      names = "--partial",
      description = "Take in also an export from which events were left out.")
  private boolean partial;

  ImportEventsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws IOException, SQLException {
    Path source = Given.required(file);
    if (Files.isDirectory(source)) {
      throw new WrongInput("cannot read " + source + ": it is a folder");
    }
    if (!Files.exists(source)) {
      throw new WrongInput("there is no file " + source);
    }
    long start = System.nanoTime();
    try (Bank bank = database.open()) {
      Transferred read = read(bank, source);
      bank.views().bringAllToHead();
      Totals totals = bank.balances().totals();
      terminal.print(
          "events=%d skipped=%d outcomes=%d position=%d accounts=%d balance_total_cents=%s"
              + " seconds=%s",
          read.events(),
          read.alreadyThere(),
          read.outcomes(),
          read.position(),
          totals.accounts(),
          totals.balanceCents(),
          Terminal.seconds(start));
    } catch (ImportRefused e) {
      throw new WrongInput(source + ":" + e.line() + ": " + e.reason());
    }
    return ExitCode.OK;
  }

  private Transferred read(Bank bank, Path source) throws IOException {
    EventImport whole = EventImport.into(bank.store());
    try (Progress progress = terminal.progress("import-events")) {
      return (partial ? whole.allowingParts() : whole)
          .onProgress((events, share) -> progress.at(events, ExportCommand.total(events, share)))
          .from(source);
    }
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.StreamId;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.Transferred;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = "Write all events and what became of all rows to a file, as JSON, one a line.")
final class ExportCommand extends BankCommand {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The file; compressed if its name ends in .gz.")
  private @Nullable Path file;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "Only this account.")
  private @Nullable StreamId account;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only events of this moment and later, such as 2026-11-23T00:00:00Z.")
  private @Nullable Instant since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only events before this moment.")
  private @Nullable Instant until;

  ExportCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws IOException {
    Path target = Given.required(file);
    Path folder = target.toAbsolutePath().getParent();
    if (Files.isDirectory(target) || folder == null || !Files.isDirectory(folder)) {
      throw new WrongInput("cannot write " + target + ": it is a folder, or would lie in none");
    }
    long start = System.nanoTime();
    Transferred written;
    try (Bank bank = database.open();
        Progress progress = terminal.progress("export")) {
      written =
          EventExport.of(bank.store())
              .filter(filter())
              .onProgress((events, share) -> progress.at(events, total(events, share)))
              .to(target);
    }
    terminal.print(
        "events=%d outcomes=%d position=%d seconds=%s",
        written.events(), written.outcomes(), written.position(), Terminal.seconds(start));
    return ExitCode.OK;
  }

  private EventFilter filter() {
    EventFilter filter = EventFilter.all();
    if (account != null) {
      filter = filter.withStream(account);
    }
    if (since != null) {
      filter = filter.since(since);
    }
    return until == null ? filter : filter.until(until);
  }

  /** Estimates how many events there are in the whole. */
  static long total(long events, double share) {
    return share > 0 ? Math.round(events / share) : events;
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.database.BankFailure;
import io.counterfoil.examples.bank.database.ErrorLine;
import io.counterfoil.examples.bank.importing.ImportTally;
import io.counterfoil.examples.bank.importing.Importer;
import io.counterfoil.examples.bank.importing.MalformedRow;
import io.counterfoil.examples.bank.progress.Progress;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.examples.bank.view.Totals;
import io.counterfoil.projection.ProjectionException;
import io.counterfoil.store.EventStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "import", description = "Book every row of a CSV file, each once.")
final class ImportCommand extends BankCommand {
  private static final int MOST_THREADS = 64;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
  private @Nullable Path file;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many accounts are worked on at a time, 1 to 64. Default: 4")
  private int threads = 4;

  ImportCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws IOException {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new WrongInput("--threads must be 1 to " + MOST_THREADS + ", but is " + threads);
    }
    Path source = Given.required(file);
    long start = System.nanoTime();
    // The file first: without one, no database is created.
    try (InputStream rows = open(source);
        Bank bank = database.openFor(threads)) {
      ImportTally tally = bookAll(bank, source, rows, start);
      tally.malformed().ifPresent(malformed -> report(source, tally, malformed));
      int code = codeAfterReading(bank, BalanceView.NAME, event -> true);
      return tally.malformed().isPresent() ? ExitCode.WRONG_INPUT : code;
    }
  }

  private static InputStream open(Path source) throws IOException {
    if (Files.isDirectory(source)) {
      throw new WrongInput("cannot read " + source + ": it is a folder");
    }
    try {
      return Files.newInputStream(source);
    } catch (NoSuchFileException e) {
      throw new WrongInput("there is no file " + source);
    }
  }

  private ImportTally bookAll(Bank bank, Path source, InputStream rows, long start)
      throws IOException {
    try {
      ImportTally tally = run(bank, source, rows);
      summarise(bank, tally, start);
      return tally;
    } catch (EventStoreException | ProjectionException | SQLException e) {
      throw new BankFailure(
          "the import was cut off: "
              + ErrorLine.of(e)
              + "; when the database is back, run the same import again: it skips the rows that are"
              + " in",
          e);
    }
  }

  private ImportTally run(Bank bank, Path source, InputStream rows) throws IOException {
    long size = Files.isRegularFile(source) ? Files.size(source) : 0;
    try (Progress progress = terminal.progress("import")) {
      return new Importer(bank.bus(), threads, progress)
          .run(String.valueOf(source.getFileName()), rows, size);
    }
  }

  private void summarise(Bank bank, ImportTally tally, long start) throws SQLException {
    bank.views().bringAllToHead();
    Totals totals = bank.balances().totals();
    terminal.print(
        "rows=%d accounts=%d accepted=%d rejected=%d skipped=%d balance_total_cents=%s events=%d"
            + " seconds=%s",
        tally.rows(),
        totals.accounts(),
        tally.accepted(),
        tally.rejected(),
        tally.skipped(),
        totals.balanceCents(),
        bank.store().status().events(),
        Terminal.seconds(start));
  }

  private void report(Path source, ImportTally tally, MalformedRow malformed) {
    terminal.complain(
        source
            + ":"
            + malformed.line()
            + ": "
            + malformed.getMessage()
            + (tally.rows() == 0 ? "; nothing was imported" : "; the rows before it are in"));
  }
}

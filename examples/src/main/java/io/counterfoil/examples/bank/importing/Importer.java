package io.counterfoil.examples.bank.importing;

import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Imports a file: each row becomes a command under the row's transaction id as its key.
 *
 * <p>The rows of one account are dispatched in their order in the file, by one thread; accounts go
 * in parallel. Rows are read as they are needed, so that a file of any size takes little memory.
 * Each row's outcome is stored with its events: an import that was cut off anywhere is simply run
 * again.
 */
public final class Importer {
  private final CommandBus bus;
  private final int threads;
  private final Progress progress;

  /**
   * Sets up an import.
   *
   * @param bus takes the commands
   * @param threads how many accounts are worked on at a time, 1 or more
   * @param progress is told of each row
   */
  public Importer(CommandBus bus, int threads, Progress progress) {
    this.bus = bus;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Imports a file. Blocks until every row before the end, or before the first malformed row, has
   * its outcome.
   *
   * @param name the file's name, which the events carry in their correlation id
   * @param file its content
   * @param size its length in bytes, or 0 if unknown: for the progress only
   * @return what became of the rows, and the malformed row that ended the import, if any
   * @throws IOException if the file cannot be read
   */
  public ImportTally run(String name, InputStream file, long size) throws IOException {
    Stop stop = new Stop();
    Tally tally = new Tally();
    RowDispatch dispatch = new RowDispatch(bus, CorrelationId.of(name), tally, progress);
    List<Lane> lanes = new ArrayList<>();
    for (int i = 1; i <= threads; i++) {
      lanes.add(Lane.start("import-" + i, dispatch, stop));
    }
    CountingInput counted = new CountingInput(file);
    try (BankRows rows = new BankRows(counted)) {
      distribute(rows, lanes, stop, () -> progress.estimate(size, counted.bytes()));
    } catch (MalformedRow malformed) {
      stop.at(malformed.line(), malformed);
    } catch (UncheckedIOException e) {
      stop.now(Objects.requireNonNull(e.getCause()));
    } catch (IOException | RuntimeException e) {
      stop.now(e);
    } finally {
      finish(lanes, stop);
    }
    return outcome(stop, tally);
  }

  private static void distribute(BankRows rows, List<Lane> lanes, Stop stop, Runnable onRow) {
    Optional<BankRow> row = rows.next();
    while (row.isPresent() && stop.covers(row.get())) {
      lanes.get(laneOf(row.get().booking().accountId(), lanes.size())).put(row.get());
      onRow.run();
      row = rows.next();
    }
  }

  private static int laneOf(String accountId, int lanes) {
    int spread = accountId.hashCode() * 0x9E3779B9; // near numbers are far apart in the high bits
    return Math.floorMod(spread >>> 16, lanes);
  }

  /** Lets every lane finish what it was given, however long that takes. */
  private static void finish(List<Lane> lanes, Stop stop) {
    boolean interrupted = false;
    for (Lane lane : lanes) {
      interrupted |= lane.end(stop);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static ImportTally outcome(Stop stop, Tally tally) throws IOException {
    Optional<Throwable> cause = stop.cause();
    if (cause.isEmpty()) {
      return tally.total(Optional.empty());
    }
    if (cause.get() instanceof MalformedRow malformed) {
      return tally.total(Optional.of(malformed));
    }
    if (cause.get() instanceof IOException e) {
      throw e;
    }
    if (cause.get() instanceof RuntimeException e) {
      throw e;
    }
    if (cause.get() instanceof Error e) {
      throw e;
    }
    throw new IllegalStateException(cause.get());
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.progress.Bar;
import io.counterfoil.examples.bank.progress.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/**
 * Is where the program writes to: results to one stream, progress and errors to the other.
 *
 * @param out takes results
 * @param err takes progress and errors
 * @param errIsTerminal tells whether somebody looks at {@code err}, so that a bar makes sense;
 *     asked by long commands only
 */
public record Terminal(PrintStream out, PrintStream err, BooleanSupplier errIsTerminal) {

  /** Checks that nothing is null. */
  public Terminal {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(errIsTerminal, "errIsTerminal");
  }

  /** Writes a line of a result. Numbers look the same in every country. */
  void print(String format, Object... values) {
    out.print(String.format(Locale.ROOT, format, values) + "\n");
  }

  /** Shows how far a long command is, if somebody looks. */
  Progress progress(String task, String unit) {
    return errIsTerminal.getAsBoolean() ? new Bar(task, unit, err) : Progress.NONE;
  }

  /** Writes a time span in seconds. */
  static String seconds(long sinceNanos) {
    return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - sinceNanos) / 1e9);
  }
}

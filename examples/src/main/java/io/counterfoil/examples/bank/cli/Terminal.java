package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.progress.Bar;
import io.counterfoil.examples.bank.progress.Progress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/**
 * Is where the program writes to: results to one stream, progress and errors to the other.
 *
 * @param out takes results
 * @param err takes progress and errors
 * @param errIsTerminal tells whether somebody looks at {@code err}, so that a bar makes sense;
 *     asked by long commands only
 */
public record Terminal(PrintStream out, PrintStream err, BooleanSupplier errIsTerminal) {

  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  /** Checks that nothing is null. */
  public Terminal {
    Objects.requireNonNull(out, "out");
    Objects.requireNonNull(err, "err");
    Objects.requireNonNull(errIsTerminal, "errIsTerminal");
  }

  /**
   * Writes a line of a result, control characters escaped. Numbers look the same in every country.
   */
  void print(String format, Object... values) {
    out.print(onOneLine(String.format(Locale.ROOT, format, values)) + "\n");
  }

  /** Writes what went wrong, in one line, behind the results there are. */
  void complain(String line) {
    out.flush();
    err.println("bank: " + onOneLine(line));
  }

  /** Escapes what would move the cursor or colour the screen, the way JSON does. */
  private static String onOneLine(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(
            found -> String.format(Locale.ROOT, "\\\\u%04x", (int) found.group().charAt(0)));
  }

  /** Shows how far a long command is, if somebody looks. */
  Progress progress(String task) {
    return errIsTerminal.getAsBoolean() ? new Bar(task, err) : Progress.NONE;
  }

  /** Marks where a name or a reason begins and ends that may have blanks. */
  static String quoted(String text) {
    return "'" + text + "'";
  }

  /** Writes a time span in seconds. */
  static String seconds(long sinceNanos) {
    return String.format(Locale.ROOT, "%.2f", (System.nanoTime() - sinceNanos) / 1e9);
  }
}

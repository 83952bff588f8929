package io.counterfoil.examples.bank;

import io.counterfoil.examples.bank.cli.BankProgram;
import io.counterfoil.examples.bank.cli.Terminal;
import io.counterfoil.examples.bank.progress.StandardError;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Starts the bank program; {@code --help} explains it. */
public final class BankMain {
  private BankMain() {}

  /**
   * Runs the program. Returns where all is well, so that it can run inside another program's JVM;
   * otherwise it ends the JVM with the exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT); // the progress bar writes its digits as the locale does
    // UTF-8 whatever the country: results are read by programs too.
    PrintStream out = utf8(new FileOutputStream(FileDescriptor.out), false);
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err), true);
    int code = BankProgram.run(new Terminal(out, err, StandardError::isTerminal), arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  private static PrintStream utf8(FileOutputStream stream, boolean flushesLines) {
    return new PrintStream(new BufferedOutputStream(stream), flushesLines, StandardCharsets.UTF_8);
  }
}

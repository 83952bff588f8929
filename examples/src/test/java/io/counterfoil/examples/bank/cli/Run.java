package io.counterfoil.examples.bank.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.counterfoil.jdbc.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** One run of the program inside this JVM, and what it wrote. */
record Run(int code, String out, String err) {

  static Run of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, false, UTF_8), new PrintStream(err, true, UTF_8), () -> false);
    int code = BankProgram.run(terminal, arguments);
    return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** Runs a command on a database. */
  static Run on(TestDatabase database, String... arguments) {
    return of(with(database, arguments));
  }

  static String[] with(TestDatabase database, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--db", database.url(), "--user", database.user()));
    if (!database.password().isEmpty()) {
      all.addAll(List.of("--password", database.password()));
    }
    return all.toArray(String[]::new);
  }

  /** The last line of the results. */
  String lastLine() {
    List<String> lines = out.lines().toList();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }
}

package io.counterfoil.examples.bench;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Starts the benchmarks; {@code --help} explains them. */
public final class BenchmarksMain {
  private BenchmarksMain() {}

  /**
   * Runs the program and ends the JVM with its exit code.
   *
   * @param arguments the command line
   */
  public static void main(String[] arguments) {
    PrintStream out = utf8(new FileOutputStream(FileDescriptor.out));
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    System.exit(new BenchmarksProgram(out, err, Pace.SHORT, Pace.FULL).run(arguments));
  }

  private static PrintStream utf8(FileOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }
}

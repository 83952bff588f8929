package io.counterfoil.examples.bank.cli;

/** What the program ends with. */
final class ExitCode {
  /** All is well. */
  static final int OK = 0;

  /** The domain refused it, an audit found differences, or something failed. */
  static final int FAILED = 1;

  /** The command line or an input file is not what it should be. */
  static final int WRONG_INPUT = 2;

  private ExitCode() {}
}

package io.counterfoil.examples.bank.cli;

/** What the program ends with. */
final class ExitCode {
  /** All is well. */
  static final int OK = 0;

  /** The domain refused it, a check found something, or something failed. */
  static final int FAILED = 1;

  /** The command line or an input file is not what it should be. */
  static final int WRONG_INPUT = 2;

  static final String HEADING = "Exit codes:%n";
  static final String OK_MEANS = "0:all is well";
  static final String FAILED_MEANS =
      "1:the account refused it, a check found something, or something failed";
  static final String WRONG_INPUT_MEANS =
      "2:the command line, or a line of a file, is not what it should be";

  private ExitCode() {}
}

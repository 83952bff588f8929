package io.counterfoil.examples.bank.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What all commands share. A command answers with the program's exit code. */
@Command(
    exitCodeListHeading = ExitCode.HEADING,
    exitCodeList = {ExitCode.OK_MEANS, ExitCode.FAILED_MEANS, ExitCode.WRONG_INPUT_MEANS})
abstract class BankCommand implements Callable<Integer> {
  @Mixin final DatabaseOptions database = new DatabaseOptions();

  final Terminal terminal;

  BankCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does what was asked. */
  @Override
  public abstract Integer call() throws Exception;
}

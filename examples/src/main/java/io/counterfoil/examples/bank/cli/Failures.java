package io.counterfoil.examples.bank.cli;

import io.counterfoil.CommandRejected;
import io.counterfoil.examples.bank.database.ErrorLine;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong in one line, and chooses the exit code. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.complain(reason(e) + "; see " + command + " --help");
    return ExitCode.WRONG_INPUT;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    Object command = commandLine.getCommandSpec().userObject();
    if (failure instanceof CommandRejected rejected) {
      terminal.complain(rejected.code() + ": " + rejected.getMessage());
    } else {
      terminal.complain(ErrorLine.of(failure));
    }
    if (command instanceof BankCommand known && known.database.isVerbose()) {
      failure.printStackTrace(terminal.err());
    }
    return failure instanceof WrongInput ? ExitCode.WRONG_INPUT : ExitCode.FAILED;
  }

  private static String reason(ParameterException e) {
    boolean namesTheCommand = e.getCommandLine().getParent() == null;
    if (namesTheCommand && e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (!first.startsWith("-")) {
        return "unknown command '" + first + "'";
      }
    }
    return ErrorLine.of(e);
  }
}

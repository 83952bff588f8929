package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.projection.ParkedEvent;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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

  /** Finds the views that were asked for: one, or all of them. */
  static List<String> views(Bank bank, @Nullable String projection) {
    List<String> all = bank.views().names();
    if (projection == null) {
      return all;
    }
    if (!all.contains(projection)) {
      throw new WrongInput(
          "there is no projection '" + projection + "'; there are " + String.join(", ", all));
    }
    return List.of(projection);
  }

  /** Says of a view that was read that it lacks events, and chooses the exit code. */
  final int codeAfterReading(Bank bank, String view, Predicate<ParkedEvent> read) {
    long missing = bank.views().parked(view).list().stream().filter(read).count();
    if (missing == 0) {
      return ExitCode.OK;
    }
    terminal.complain(
        view + " lacks events that could not be applied: " + missing + "; see bank parked");
    return ExitCode.FAILED;
  }

  /** Does what was asked. */
  @Override
  public abstract Integer call() throws Exception;
}

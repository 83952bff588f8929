package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.CloseAccount;
import picocli.CommandLine.Command;

@Command(name = "close", description = "Close an account that is empty.")
final class CloseCommand extends ChangeCommand {

  CloseCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  AccountCommand commandFor(String accountId) {
    return new CloseAccount(accountId);
  }
}

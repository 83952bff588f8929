package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "withdraw", description = "Take money out of an account.")
final class WithdrawCommand extends ChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "AMOUNT_CENTS",
      converter = AmountCents.class,
      description = "How much, in cents.")
  private long amountCents;

  WithdrawCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  AccountCommand commandFor(String accountId) {
    return new Withdraw(accountId, amountCents);
  }
}

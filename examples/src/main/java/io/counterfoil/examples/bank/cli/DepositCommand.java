package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "deposit", description = "Pay money into an account.")
final class DepositCommand extends ChangeCommand {
  @Parameters(
      index = "1",
      paramLabel = "AMOUNT_CENTS",
      converter = AmountCents.class,
      description = "How much, in cents.")
  private long amountCents;

  DepositCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  AccountCommand commandFor(String accountId) {
    return new Deposit(accountId, amountCents);
  }
}

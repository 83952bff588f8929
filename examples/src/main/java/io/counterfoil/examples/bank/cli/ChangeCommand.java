package io.counterfoil.examples.bank.cli;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.command.CommandResult;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.store.StreamId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Dispatches one command for one account, and says what it came to. */
abstract class ChangeCommand extends BankCommand {
  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "The account's id.")
  private @Nullable StreamId account;

  ChangeCommand(Terminal terminal) {
    super(terminal);
  }

  abstract AccountCommand commandFor(String accountId);

  @Override
  public Integer call() {
    String accountId = Given.required(account).aggregateId();
    try (Bank bank = database.open()) {
      CommandResult result = bank.bus().dispatch(commandFor(accountId));
      Account state = bank.bus().stateAt(ACCOUNT, accountId, result.sequence());
      terminal.print(
          "account=%s balance_cents=%d status=%s sequence=%d position=%d",
          accountId,
          state.balanceCents(),
          Statuses.shown(state.status()),
          result.sequence(),
          result.position());
    }
    return ExitCode.OK;
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.BalanceRow;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "balance", description = "Show an account's balance, from balance_view.")
final class BalanceCommand extends BankCommand {
  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "The account's id.")
  private @Nullable StreamId account;

  BalanceCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws SQLException {
    StreamId stream = Given.required(account);
    String accountId = stream.aggregateId();
    try (Bank bank = database.open()) {
      bank.views().bringToHead(BalanceView.NAME);
      BalanceRow row =
          bank.balances().find(accountId).orElseThrow(() -> new AccountUnknown(accountId));
      terminal.print(
          "account=%s balance_cents=%d status=%s sequence=%d",
          row.accountId(), row.balanceCents(), Statuses.shown(row.status()), row.lastSequence());
      return codeAfterReading(bank, BalanceView.NAME, event -> event.stream().equals(stream));
    }
  }
}

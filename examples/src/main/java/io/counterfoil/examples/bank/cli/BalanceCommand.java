package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.BalanceRow;
import io.counterfoil.examples.bank.view.BalanceView;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.util.Optional;
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
      Optional<BalanceRow> row = bank.balances().find(accountId);
      row.ifPresent(this::print);
      int code = codeAfterReading(bank, BalanceView.NAME, event -> event.stream().equals(stream));
      if (row.isEmpty() && code == ExitCode.OK) {
        throw new AccountUnknown(accountId);
      }
      return code;
    }
  }

  private void print(BalanceRow row) {
    terminal.print(
        "account=%s balance_cents=%d status=%s sequence=%d",
        row.accountId(), row.balanceCents(), Statuses.shown(row.status()), row.lastSequence());
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.StatementEntry;
import io.counterfoil.examples.bank.view.StatementView;
import io.counterfoil.store.StreamId;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "statement",
    description = "Print an account's bookings, the oldest first, from account_statement.")
final class StatementCommand extends BankCommand {
  private static final int PAGE = 500;

  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "The account's id.")
  private @Nullable StreamId account;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Only the newest N lines; with --after the first N.")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--after",
      paramLabel = "SEQUENCE",
      description = "Only the lines behind this one: the next page.")
  private long after = -1;

  @Option(
      names = "--before",
      paramLabel = "SEQUENCE",
      description = "Only the lines before this one: with --limit the page before.")
  private long before = Long.MAX_VALUE;

  StatementCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws SQLException {
    if (limit < 1) {
      throw new WrongInput("--limit must be 1 or more, but is " + limit);
    }
    if (after >= 0 && before < Long.MAX_VALUE) {
      throw new WrongInput("--after and --before name two pages; give one of them");
    }
    StreamId stream = Given.required(account);
    String accountId = stream.aggregateId();
    Statement statement = new Statement(terminal);
    try (Bank bank = database.open()) {
      bank.views().bringToHead(StatementView.NAME);
      if (after < 0 && limit < Integer.MAX_VALUE) {
        bank.statements().pageBefore(accountId, before, limit).forEach(statement);
      } else {
        printPages(bank.statements(), accountId, statement);
      }
      int code = codeAfterReading(bank, StatementView.NAME, event -> event.stream().equals(stream));
      if (code == ExitCode.OK
          && statement.isEmpty()
          && bank.statements().page(accountId, 0, 1).isEmpty()) {
        throw new AccountUnknown(accountId);
      }
      return code;
    }
  }

  private void printPages(StatementView view, String accountId, Statement statement)
      throws SQLException {
    long last = Math.max(0, after);
    int left = limit;
    while (left > 0) {
      List<StatementEntry> page = view.page(accountId, last, Math.min(PAGE, left));
      page.stream().filter(entry -> entry.sequence() < before).forEach(statement);
      if (page.isEmpty() || page.get(page.size() - 1).sequence() >= before) {
        return;
      }
      left -= page.size();
      last = page.get(page.size() - 1).sequence();
    }
  }
}

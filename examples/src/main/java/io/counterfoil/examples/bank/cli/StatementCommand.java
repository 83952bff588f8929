package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "statement", description = "Print an account's bookings, the oldest first.")
final class StatementCommand extends BankCommand {
  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "The account's id.")
  private @Nullable StreamId account;

  @Option(names = "--limit", paramLabel = "N", description = "Only the newest N lines.")
  private long limit = Long.MAX_VALUE;

  StatementCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new WrongInput("--limit must be 1 or more, but is " + limit);
    }
    StreamId stream = Given.required(account);
    Statement statement = new Statement(terminal);
    try (Bank bank = database.open()) {
      if (limit == Long.MAX_VALUE) {
        bank.store().readStream(StreamQuery.of(stream), statement);
      } else {
        newest(bank, stream).forEach(statement);
      }
    }
    if (statement.isEmpty()) {
      throw new AccountUnknown(stream.aggregateId());
    }
    return ExitCode.OK;
  }

  private List<RecordedEvent> newest(Bank bank, StreamId stream) {
    List<RecordedEvent> events = new ArrayList<>();
    bank.store().readStream(StreamQuery.of(stream).newestFirst().limit(limit), events::add);
    Collections.reverse(events);
    return events;
  }
}

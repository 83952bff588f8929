package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "events", description = "Print an account's events as JSON, one a line.")
final class EventsCommand extends BankCommand {
  @Parameters(
      index = "0",
      paramLabel = "ACCOUNT",
      converter = AccountId.class,
      description = "The account's id.")
  private @Nullable StreamId account;

  EventsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    StreamId stream = Given.required(account);
    AtomicLong printed = new AtomicLong();
    try (Bank bank = database.open()) {
      bank.store()
          .readStream(
              StreamQuery.of(stream),
              event -> {
                terminal.print("%s", event.toJson());
                printed.incrementAndGet();
              });
    }
    if (printed.get() == 0) {
      throw new AccountUnknown(stream.aggregateId());
    }
    return ExitCode.OK;
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.AccountCommand;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "open", description = "Open an account.")
final class OpenCommand extends ChangeCommand {
  @Option(names = "--owner", paramLabel = "NAME", description = "The owner of the account.")
  private @Nullable String owner;

  OpenCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  AccountCommand commandFor(String accountId) {
    return new OpenAccount(accountId, Optional.ofNullable(owner));
  }
}

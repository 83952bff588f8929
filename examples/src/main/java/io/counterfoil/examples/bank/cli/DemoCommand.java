package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.DatabaseAddress;
import io.counterfoil.examples.bank.demo.Demo;
import java.sql.SQLException;
import picocli.CommandLine.Command;

@Command(
    name = "demo",
    description = {
      "Tell one story, from opening an account to rebuilding a view.",
      "It runs on a database in memory that is thrown away; --db names an empty one instead."
    })
final class DemoCommand extends BankCommand {
  private static final int CONNECTIONS = 4;

  DemoCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws SQLException, InterruptedException {
    DatabaseAddress address = database.isNamed() ? database.address() : DatabaseAddress.throwAway();
    Demo.run(address, CONNECTIONS, line -> terminal.print("%s", line));
    return ExitCode.OK;
  }
}

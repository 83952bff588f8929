package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.audit.Audit;
import io.counterfoil.examples.bank.audit.AuditTally;
import io.counterfoil.examples.bank.database.Bank;
import java.sql.SQLException;
import picocli.CommandLine.Command;

@Command(
    name = "verify",
    description = "Replay every account, and compare with its snapshot and the views.")
final class VerifyCommand extends BankCommand {

  VerifyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws SQLException {
    try (Bank bank = database.open()) {
      AuditTally tally = new Audit(bank, difference -> terminal.print("%s", difference)).run();
      terminal.print(
          "accounts=%d events=%d differences=%d",
          tally.accounts(), tally.events(), tally.differences());
      return tally.differences() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}

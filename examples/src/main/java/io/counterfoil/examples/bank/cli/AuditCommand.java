package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.store.StoreAudit;
import io.counterfoil.store.StoredType;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
    name = "audit",
    description = "Tell of each type of event that is stored whether it can be read, and how.")
final class AuditCommand extends BankCommand {
  private static final String ROW = "%-14s  %-24s  %7s  %12s  %12s  %12s  %s";

  AuditCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() {
    try (Bank bank = database.open()) {
      StoreAudit audit = bank.store().audit();
      terminal.print(
          ROW, "AGGREGATE_TYPE", "EVENT_TYPE", "VERSION", "EVENTS", "FIRST", "LAST", "READ");
      audit.findings().forEach(this::print);
      terminal.print(
          "types=%d events=%d unreadable=%d",
          audit.findings().size(),
          audit.findings().stream().mapToLong(finding -> finding.stored().count()).sum(),
          audit.unreadable().size());
      return audit.unreadable().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private void print(StoreAudit.Finding finding) {
    StoredType stored = finding.stored();
    terminal.print(
        ROW,
        stored.aggregateType(),
        stored.version().type(),
        stored.version().schemaVersion(),
        stored.count(),
        stored.first(),
        stored.last(),
        finding.isReadable() ? way(finding) : "NO: " + finding.problem());
  }

  private static String way(StoreAudit.Finding finding) {
    return "yes: "
        + finding.chain().stream().map(EventVersion::toString).collect(Collectors.joining(" -> "));
  }
}

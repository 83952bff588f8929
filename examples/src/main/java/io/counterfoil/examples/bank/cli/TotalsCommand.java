package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.database.Bank;
import io.counterfoil.examples.bank.view.DailyTotalsView;
import io.counterfoil.examples.bank.view.DayTotals;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "totals",
    description = "Print what all accounts have moved on each day, from daily_totals.")
final class TotalsCommand extends BankCommand {
  private static final int PAGE = 500;
  private static final String ROW = "%-10s  %9s  %19s  %9s  %19s";

  @Option(names = "--day", paramLabel = "DAY", description = "Only this day, such as 1993-05-31.")
  private @Nullable LocalDate day;

  @Option(names = "--from", paramLabel = "DAY", description = "Only this day and later ones.")
  private LocalDate from = DailyTotalsView.FIRST;

  @Option(names = "--limit", paramLabel = "N", description = "Only the first N of those days.")
  private int limit = Integer.MAX_VALUE;

  private long days;
  private long credits;
  private long debits;
  private BigInteger creditCents = BigInteger.ZERO;
  private BigInteger debitCents = BigInteger.ZERO;

  TotalsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  public Integer call() throws SQLException {
    if (limit < 1) {
      throw new WrongInput("--limit must be 1 or more, but is " + limit);
    }
    try (Bank bank = database.open()) {
      bank.views().bringToHead(DailyTotalsView.NAME);
      terminal.print(ROW, "DAY", "CREDITS", "CREDIT_CENTS", "DEBITS", "DEBIT_CENTS");
      if (day != null) {
        Optional<DayTotals> found = bank.dailyTotals().find(day);
        found.ifPresent(this::print);
      } else {
        printAll(bank.dailyTotals());
      }
      terminal.print(
          "days=%d credits=%d credit_cents=%s debits=%d debit_cents=%s moved_cents=%s",
          days, credits, creditCents, debits, debitCents, creditCents.subtract(debitCents));
      return codeAfterReading(bank, DailyTotalsView.NAME, event -> true);
    }
  }

  private void printAll(DailyTotalsView view) throws SQLException {
    List<DayTotals> page = view.page(from, Math.min(PAGE, limit));
    while (!page.isEmpty()) {
      page.forEach(this::print);
      int left = (int) Math.min(PAGE, limit - days);
      LocalDate next = page.get(page.size() - 1).day().plusDays(1);
      page = left == 0 ? List.of() : view.page(next, left);
    }
  }

  private void print(DayTotals totals) {
    days++;
    credits += totals.credits();
    debits += totals.debits();
    creditCents = creditCents.add(totals.creditCents());
    debitCents = debitCents.add(totals.debitCents());
    terminal.print(
        ROW,
        totals.day(),
        totals.credits(),
        totals.creditCents(),
        totals.debits(),
        totals.debitCents());
  }
}

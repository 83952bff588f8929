package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.view.StatementEntry;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Prints the lines of a statement, in columns, as they come. */
final class Statement implements Consumer<StatementEntry> {

  private final Terminal terminal;
  private boolean empty = true;

  Statement(Terminal terminal) {
    this.terminal = terminal;
  }

  boolean isEmpty() {
    return empty;
  }

  @Override
  public void accept(StatementEntry entry) {
    if (empty) {
      print("SEQUENCE", "DATE", "EVENT", "AMOUNT_CENTS", "BALANCE_CENTS", "DETAILS");
      empty = false;
    }
    print(
        entry.sequence(),
        entry.bookedOn(),
        entry.eventType(),
        shown(entry.amountCents()),
        shown(entry.balanceCents()),
        entry.text());
  }

  private static Object shown(OptionalLong cents) {
    return cents.isPresent() ? cents.getAsLong() : "";
  }

  private void print(Object... columns) {
    String line = String.format(Locale.ROOT, "%8s  %-10s  %-14s  %19s  %19s  %s", columns);
    terminal.print("%s", line.stripTrailing());
  }
}

package io.counterfoil.examples.bank.cli;

import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.store.RecordedEvent;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints events as the lines of a statement, in columns, as they come. */
final class Statement implements Consumer<RecordedEvent> {

  private final Terminal terminal;
  private boolean empty = true;

  Statement(Terminal terminal) {
    this.terminal = terminal;
  }

  boolean isEmpty() {
    return empty;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (empty) {
      print("SEQUENCE", "DATE", "EVENT", "AMOUNT_CENTS", "BALANCE_CENTS", "DETAILS");
      empty = false;
    }
    if (event.payload() instanceof MoneyMoved moved) {
      print(
          event.sequence(),
          moved.bookedOn().orElseGet(() -> dayOf(event)),
          event.type(),
          moved.amountCents(),
          moved.balanceAfter(),
          details(moved));
    } else {
      print(event.sequence(), dayOf(event), event.type(), "", "", owner(event));
    }
  }

  private static LocalDate dayOf(RecordedEvent event) {
    return event.metadata().at().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static String details(MoneyMoved moved) {
    return Stream.of(moved.kind(), moved.text(), moved.counterparty())
        .flatMap(Optional::stream)
        .collect(Collectors.joining("; "));
  }

  private static String owner(RecordedEvent event) {
    return event.payload() instanceof AccountOpened opened ? opened.owner().orElse("") : "";
  }

  private void print(Object... columns) {
    String line = String.format(Locale.ROOT, "%8s  %-10s  %-14s  %19s  %19s  %s", columns);
    terminal.print("%s", line.stripTrailing());
  }
}

package io.counterfoil.examples.bank.demo;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.store.RecordedEvent;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows events as a table. */
final class EventFlow {

  private EventFlow() {}

  static void print(List<RecordedEvent> events, Consumer<String> out) {
    line(
        out, "SEQUENCE", "POSITION", "EVENT", "AMOUNT_CENTS", "BALANCE_AFTER", "CORRELATION", "AT");
    for (RecordedEvent event : events) {
      String amount = "";
      String balance = "";
      if (event.payload() instanceof MoneyMoved moved) {
        amount = Long.toString(moved.amountCents());
        balance = Long.toString(moved.balanceAfter());
      }
      line(
          out,
          event.sequence(),
          event.position(),
          event.type(),
          amount,
          balance,
          event.metadata().correlationId().orElse(""),
          event.metadata().at());
    }
  }

  private static void line(Consumer<String> out, Object... columns) {
    out.accept(String.format(Locale.ROOT, "  %8s  %8s  %-14s  %12s  %13s  %-13s  %s", columns));
  }
}

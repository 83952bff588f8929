package io.counterfoil.store;

import io.counterfoil.Event;
import java.time.LocalDate;
import java.util.Optional;

/** Has the shape of an imported bank transaction: most of it is optional. */
record MoneyWithdrawn(
    long amountCents,
    long balanceAfter,
    Optional<LocalDate> bookedOn,
    Optional<String> kind,
    Optional<String> text,
    Optional<String> counterparty)
    implements Event {

  MoneyWithdrawn(long amountCents, long balanceAfter) {
    this(
        amountCents,
        balanceAfter,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

package io.counterfoil.examples.bank.view;

import java.time.LocalDate;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Holds one line of a statement. Immutable.
 *
 * @param sequence the event's place in the account
 * @param bookedOn the bank's date, or that of the event
 * @param eventType what happened
 * @param amountCents how much was moved, if money was
 * @param balanceCents what it left, if money was moved
 * @param text what is known about it; may be empty
 */
public record StatementEntry(
    long sequence,
    LocalDate bookedOn,
    String eventType,
    OptionalLong amountCents,
    OptionalLong balanceCents,
    String text) {

  /** Checks that nothing is null. */
  public StatementEntry {
    Objects.requireNonNull(bookedOn, "bookedOn");
    Objects.requireNonNull(eventType, "eventType");
    Objects.requireNonNull(amountCents, "amountCents");
    Objects.requireNonNull(balanceCents, "balanceCents");
    Objects.requireNonNull(text, "text");
  }
}

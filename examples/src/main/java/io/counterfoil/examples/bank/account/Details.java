package io.counterfoil.examples.bank.account;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * Carries what a booking may say beside its amount. Immutable.
 *
 * @param bookedOn the day it was booked on, if known
 * @param kind what kind of booking it is, if known; free text
 * @param text what it is for, if known; free text
 * @param counterparty whom the money comes from or goes to, if known
 */
public record Details(
    Optional<LocalDate> bookedOn,
    Optional<String> kind,
    Optional<String> text,
    Optional<String> counterparty) {

  /** Says nothing. */
  public static final Details NONE =
      new Details(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Checks that nothing is null. */
  public Details {
    Objects.requireNonNull(bookedOn, "bookedOn");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(counterparty, "counterparty");
  }

  /**
   * Says when a booking was booked, and of what kind it is.
   *
   * @param day the day it was booked on
   * @param kind free text
   * @return details with both
   */
  public static Details booked(LocalDate day, String kind) {
    return new Details(Optional.of(day), Optional.of(kind), Optional.empty(), Optional.empty());
  }
}

package io.counterfoil.examples.bank.view;

import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Objects;

/**
 * Holds what all accounts together have moved on a day. Immutable.
 *
 * @param day the day
 * @param credits how many deposits there were
 * @param creditCents what they come to
 * @param debits how many withdrawals there were
 * @param debitCents what they come to
 * @param lastPosition the last event that the row shows
 */
public record DayTotals(
    LocalDate day,
    long credits,
    BigInteger creditCents,
    long debits,
    BigInteger debitCents,
    long lastPosition) {

  /** Checks that nothing is null. */
  public DayTotals {
    Objects.requireNonNull(day, "day");
    Objects.requireNonNull(creditCents, "creditCents");
    Objects.requireNonNull(debitCents, "debitCents");
  }

  /**
   * Starts with a day on which nothing has moved yet.
   *
   * @param day the day
   * @return its totals
   */
  public static DayTotals none(LocalDate day) {
    return new DayTotals(day, 0, BigInteger.ZERO, 0, BigInteger.ZERO, 0);
  }

  /**
   * Adds a booking.
   *
   * @param moved what was booked
   * @param position where its event stands in the log
   * @return the totals with it
   */
  public DayTotals plus(MoneyMoved moved, long position) {
    boolean credit = moved instanceof MoneyDeposited;
    BigInteger cents = BigInteger.valueOf(moved.amountCents());
    return new DayTotals(
        day,
        credits + (credit ? 1 : 0),
        credit ? creditCents.add(cents) : creditCents,
        debits + (credit ? 0 : 1),
        credit ? debitCents : debitCents.add(cents),
        Math.max(lastPosition, position));
  }
}

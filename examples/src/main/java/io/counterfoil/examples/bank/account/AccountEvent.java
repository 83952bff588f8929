package io.counterfoil.examples.bank.account;

import io.counterfoil.Event;
import java.time.LocalDate;
import java.util.Optional;

/** What happens to an account. All amounts are in cents. */
public sealed interface AccountEvent extends Event {

  /**
   * The account was opened.
   *
   * @param owner who opened it, if known
   */
  record AccountOpened(Optional<String> owner) implements AccountEvent {}

  /** An event of money: it moved an amount and left a balance. */
  sealed interface MoneyMoved extends AccountEvent {

    /**
     * Returns the amount.
     *
     * @return the amount in cents, 1 or more
     */
    long amountCents();

    /**
     * Returns what it left.
     *
     * @return the balance in cents after it, 0 or more
     */
    long balanceAfter();

    /**
     * Returns the bank's date.
     *
     * @return the day it was booked on, if known
     */
    Optional<LocalDate> bookedOn();

    /**
     * Returns the kind.
     *
     * @return what kind of booking it was, if known; free text
     */
    Optional<String> kind();

    /**
     * Returns the text.
     *
     * @return what it was for, if known; free text
     */
    Optional<String> text();

    /**
     * Returns the other side.
     *
     * @return whom the money came from or went to, if known
     */
    Optional<String> counterparty();
  }

  /**
   * Money came in.
   *
   * @param amountCents the amount in cents, 1 or more
   * @param balanceAfter the balance in cents after it
   * @param bookedOn the day it was booked on, if known
   * @param kind what kind of booking it was, if known
   * @param text what it was for, if known
   * @param counterparty whom it came from, if known
   */
  record MoneyDeposited(
      long amountCents,
      long balanceAfter,
      Optional<LocalDate> bookedOn,
      Optional<String> kind,
      Optional<String> text,
      Optional<String> counterparty)
      implements MoneyMoved {

    /**
     * Creates the event of a booking about which nothing more is known.
     *
     * @param amountCents the amount in cents, 1 or more
     * @param balanceAfter the balance in cents after it
     * @return the event
     */
    public static MoneyDeposited of(long amountCents, long balanceAfter) {
      return of(amountCents, balanceAfter, Details.NONE);
    }

    static MoneyDeposited of(long amountCents, long balanceAfter, Details details) {
      return new MoneyDeposited(
          amountCents,
          balanceAfter,
          details.bookedOn(),
          details.kind(),
          details.text(),
          details.counterparty());
    }
  }

  /**
   * Money went out.
   *
   * @param amountCents the amount in cents, 1 or more
   * @param balanceAfter the balance in cents after it
   * @param bookedOn the day it was booked on, if known
   * @param kind what kind of booking it was, if known
   * @param text what it was for, if known
   * @param counterparty whom it went to, if known
   */
  record MoneyWithdrawn(
      long amountCents,
      long balanceAfter,
      Optional<LocalDate> bookedOn,
      Optional<String> kind,
      Optional<String> text,
      Optional<String> counterparty)
      implements MoneyMoved {

    /**
     * Creates the event of a booking about which nothing more is known.
     *
     * @param amountCents the amount in cents, 1 or more
     * @param balanceAfter the balance in cents after it
     * @return the event
     */
    public static MoneyWithdrawn of(long amountCents, long balanceAfter) {
      return of(amountCents, balanceAfter, Details.NONE);
    }

    static MoneyWithdrawn of(long amountCents, long balanceAfter, Details details) {
      return new MoneyWithdrawn(
          amountCents,
          balanceAfter,
          details.bookedOn(),
          details.kind(),
          details.text(),
          details.counterparty());
    }
  }

  /** The account was closed, with nothing on it. */
  record AccountClosed() implements AccountEvent {}
}

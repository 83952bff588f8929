package io.counterfoil.examples.order;

import io.counterfoil.Event;
import io.counterfoil.EventType;
import java.time.Instant;

/** What happens to an order. All amounts are in cents. */
public sealed interface OrderEvent extends Event {

  /** A customer has begun an order. */
  record OrderStarted(String customer) implements OrderEvent {}

  /** So many of an item were added. Version 1 had the price in euros. */
  @EventType(version = 2)
  record LineAdded(String item, int quantity, long unitCents) implements OrderEvent {}

  /** All of an item were taken out again. */
  record LineRemoved(String item) implements OrderEvent {}

  /** The customer wants what is in the order, and shall pay for it until then. */
  record OrderPlaced(long totalCents, Instant payUntil) implements OrderEvent {}

  /** So many of an item are set aside for the order. */
  record StockReserved(String item, int quantity) implements OrderEvent {}

  /** Money came in. */
  record PaymentReceived(String paymentId, long cents) implements OrderEvent {}

  /** All is paid, and all is there. */
  record OrderConfirmed() implements OrderEvent {}

  /** It is on its way: the end. */
  record OrderShipped() implements OrderEvent {}

  /** What was set aside is free again. */
  record StockReleased(String item, int quantity) implements OrderEvent {}

  /** What was paid is given back. */
  record PaymentRefunded(long cents) implements OrderEvent {}

  /** Nothing will come of it: the other end. */
  record OrderCancelled(Reason reason) implements OrderEvent {}

  /** Why an order was cancelled. */
  enum Reason {
    /** The customer no longer wants it. */
    BY_CUSTOMER,
    /** It was not paid in time. */
    NOT_PAID
  }
}

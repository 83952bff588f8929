package io.counterfoil.examples.order;

/** What can be asked of an order. All amounts are in cents. */
public sealed interface OrderCommand {

  /** Names the order. */
  String orderId();

  /** Begins an order. */
  record StartOrder(String orderId, String customer) implements OrderCommand {}

  /** Puts items in. */
  record AddLine(String orderId, String item, int quantity, long unitCents)
      implements OrderCommand {}

  /** Takes all of an item out. */
  record RemoveLine(String orderId, String item) implements OrderCommand {}

  /** Wants what is in it. */
  record PlaceOrder(String orderId) implements OrderCommand {}

  /** Sets items aside for it. */
  record ReserveStock(String orderId, String item, int quantity) implements OrderCommand {}

  /** Brings money. */
  record Pay(String orderId, String paymentId, long cents) implements OrderCommand {}

  /** Sends it off. */
  record Ship(String orderId) implements OrderCommand {}

  /** No longer wants it. */
  record Cancel(String orderId) implements OrderCommand {}

  /** Finds out whether the time for paying is over. */
  record Expire(String orderId) implements OrderCommand {}
}

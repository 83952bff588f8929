package io.counterfoil.examples.order;

import io.counterfoil.Aggregate;
import io.counterfoil.examples.order.OrderCommand.AddLine;
import io.counterfoil.examples.order.OrderCommand.Cancel;
import io.counterfoil.examples.order.OrderCommand.Expire;
import io.counterfoil.examples.order.OrderCommand.Pay;
import io.counterfoil.examples.order.OrderCommand.PlaceOrder;
import io.counterfoil.examples.order.OrderCommand.RemoveLine;
import io.counterfoil.examples.order.OrderCommand.ReserveStock;
import io.counterfoil.examples.order.OrderCommand.Ship;
import io.counterfoil.examples.order.OrderCommand.StartOrder;
import io.counterfoil.examples.order.OrderEvent.LineAdded;
import io.counterfoil.examples.order.OrderEvent.LineRemoved;
import io.counterfoil.examples.order.OrderEvent.OrderCancelled;
import io.counterfoil.examples.order.OrderEvent.OrderConfirmed;
import io.counterfoil.examples.order.OrderEvent.OrderPlaced;
import io.counterfoil.examples.order.OrderEvent.OrderShipped;
import io.counterfoil.examples.order.OrderEvent.OrderStarted;
import io.counterfoil.examples.order.OrderEvent.PaymentReceived;
import io.counterfoil.examples.order.OrderEvent.PaymentRefunded;
import io.counterfoil.examples.order.OrderEvent.StockReleased;
import io.counterfoil.examples.order.OrderEvent.StockReserved;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the state of an order: just what its decisions need. Immutable.
 *
 * @param status how far it has come
 * @param lines what is in it, by item; sorted, so that what is decided from it has one order
 * @param payments what was paid, by the payment's id; sorted
 * @param payUntil when the time for paying is over, once it is placed
 */
public record Order(
    Status status,
    Map<String, Line> lines,
    Map<String, Long> payments,
    Optional<Instant> payUntil) {

  /** Tells how far an order has come. */
  public enum Status {
    /** Nobody has begun it. */
    NONE,
    /** It is being filled. */
    OPEN,
    /** The customer wants it. */
    PLACED,
    /** All is paid, and all is there. */
    CONFIRMED,
    /** It was shipped or cancelled. */
    ENDED
  }

  /** Holds what is wanted of an item, its price, and how many are set aside. */
  public record Line(int quantity, long unitCents, int reserved) {}

  /** The order before its first event. */
  static final Order NONE = new Order(Status.NONE, Map.of(), Map.of(), Optional.empty());

  // tag::aggregate[]
  /** Describes orders to whatever works with aggregates. */
  public static final Aggregate<OrderCommand, Order, OrderEvent> ORDER =
      Aggregate.named("order", OrderEvent.class, NONE)
          .on(OrderStarted.class, (order, event) -> order.with(Status.OPEN))
          .on(LineAdded.class, Order::added)
          .on(LineRemoved.class, (order, event) -> order.without(event.item()))
          .on(OrderPlaced.class, Order::placed)
          .on(StockReserved.class, (order, event) -> order.set(event.item(), event.quantity()))
          .on(PaymentReceived.class, Order::paid)
          .on(OrderConfirmed.class, (order, event) -> order.with(Status.CONFIRMED))
          .on(OrderShipped.class, (order, event) -> order.with(Status.ENDED))
          .on(StockReleased.class, (order, event) -> order.set(event.item(), -event.quantity()))
          .on(PaymentRefunded.class, (order, event) -> order.refunded())
          .on(OrderCancelled.class, (order, event) -> order.with(Status.ENDED))
          .closedBy(OrderShipped.class)
          .closedBy(OrderCancelled.class)
          .identifiedBy(OrderCommand.class, OrderCommand::orderId)
          .validate(AddLine.class, Decisions::validateLine)
          .validate(Pay.class, Decisions::validatePayment)
          .creates(StartOrder.class, start -> List.of(new OrderStarted(start.customer())))
          .handle(AddLine.class, Decisions::add)
          .handle(RemoveLine.class, Decisions::remove)
          .handle(PlaceOrder.class, Decisions::place)
          .handle(ReserveStock.class, Decisions::reserve)
          .handle(Pay.class, Decisions::pay)
          .handle(Ship.class, Decisions::ship)
          .handle(Cancel.class, Decisions::cancel)
          .handle(Expire.class, Decisions::expire)
          .build();

  // end::aggregate[]

  private Order with(Status next) {
    return new Order(next, lines, payments, payUntil);
  }

  private Order added(LineAdded event) {
    int before = line(event.item()).map(Line::quantity).orElse(0);
    return with(event.item(), new Line(before + event.quantity(), event.unitCents(), 0));
  }

  private Order with(String item, Line line) {
    Map<String, Line> more = new TreeMap<>(lines);
    more.put(item, line);
    return new Order(status, Collections.unmodifiableMap(more), payments, payUntil);
  }

  private Order without(String item) {
    Map<String, Line> fewer = new TreeMap<>(lines);
    fewer.remove(item);
    return new Order(status, Collections.unmodifiableMap(fewer), payments, payUntil);
  }

  private Order placed(OrderPlaced event) {
    return new Order(Status.PLACED, lines, payments, Optional.of(event.payUntil()));
  }

  /** Sets more, or fewer, of an item aside. */
  private Order set(String item, int more) {
    Line line = lines.get(item);
    return line == null
        ? this
        : with(item, new Line(line.quantity(), line.unitCents(), line.reserved() + more));
  }

  private Order paid(PaymentReceived event) {
    Map<String, Long> more = new TreeMap<>(payments);
    more.put(event.paymentId(), event.cents());
    return new Order(status, lines, Collections.unmodifiableMap(more), payUntil);
  }

  private Order refunded() {
    return new Order(status, lines, Map.of(), payUntil);
  }

  Optional<Line> line(String item) {
    return Optional.ofNullable(lines.get(item));
  }

  long totalCents() {
    return lines.values().stream().mapToLong(line -> line.quantity() * line.unitCents()).sum();
  }

  long paidCents() {
    return payments.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isReserved() {
    return lines.values().stream().allMatch(line -> line.reserved() == line.quantity());
  }
}

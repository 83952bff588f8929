package io.counterfoil.examples.order;

import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Violations;
import io.counterfoil.examples.order.Order.Line;
import io.counterfoil.examples.order.Order.Status;
import io.counterfoil.examples.order.OrderCommand.AddLine;
import io.counterfoil.examples.order.OrderCommand.Cancel;
import io.counterfoil.examples.order.OrderCommand.Expire;
import io.counterfoil.examples.order.OrderCommand.Pay;
import io.counterfoil.examples.order.OrderCommand.PlaceOrder;
import io.counterfoil.examples.order.OrderCommand.RemoveLine;
import io.counterfoil.examples.order.OrderCommand.ReserveStock;
import io.counterfoil.examples.order.OrderCommand.Ship;
import io.counterfoil.examples.order.OrderEvent.LineAdded;
import io.counterfoil.examples.order.OrderEvent.LineRemoved;
import io.counterfoil.examples.order.OrderEvent.OrderCancelled;
import io.counterfoil.examples.order.OrderEvent.OrderConfirmed;
import io.counterfoil.examples.order.OrderEvent.OrderPlaced;
import io.counterfoil.examples.order.OrderEvent.OrderShipped;
import io.counterfoil.examples.order.OrderEvent.PaymentReceived;
import io.counterfoil.examples.order.OrderEvent.PaymentRefunded;
import io.counterfoil.examples.order.OrderEvent.Reason;
import io.counterfoil.examples.order.OrderEvent.StockReleased;
import io.counterfoil.examples.order.OrderEvent.StockReserved;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decides what a command does to an order: pure functions, or a rejection. */
final class Decisions {
  private static final Duration TIME_TO_PAY = Duration.ofMinutes(30);
  private static final int MOST_LINES = 20;

  private Decisions() {}

  static void validateLine(AddLine command, Violations wrong) {
    wrong
        .require(!command.item().isBlank(), "item", "must be given")
        .require(command.quantity() > 0, "quantity", "must be positive")
        .require(command.unitCents() >= 0, "unitCents", "must not be negative");
  }

  static void validatePayment(Pay command, Violations wrong) {
    wrong.require(command.cents() > 0, "cents", "must be positive");
  }

  static List<OrderEvent> add(AddLine command, Order order) {
    require(Status.OPEN, order);
    long price = order.line(command.item()).map(Line::unitCents).orElse(command.unitCents());
    if (price != command.unitCents()) {
      throw new CommandRejected(
          "price-differs",
          "the item is in the order at another price",
          Map.of("item", command.item(), "unitCents", price));
    }
    if (order.line(command.item()).isEmpty() && order.lines().size() == MOST_LINES) {
      throw new CommandRejected(
          "too-many-lines", "the order is full", Map.of("lines", order.lines().size()));
    }
    return List.of(new LineAdded(command.item(), command.quantity(), command.unitCents()));
  }

  static List<OrderEvent> remove(RemoveLine command, Order order) {
    require(Status.OPEN, order);
    return order.line(command.item()).isEmpty()
        ? List.of()
        : List.of(new LineRemoved(command.item()));
  }

  static List<OrderEvent> place(PlaceOrder command, Order order, CommandContext context) {
    require(Status.OPEN, order);
    if (order.lines().isEmpty()) {
      throw new CommandRejected("order-empty", "there is nothing in the order", Map.of());
    }
    return List.of(new OrderPlaced(order.totalCents(), context.now().plus(TIME_TO_PAY)));
  }

  static List<OrderEvent> reserve(ReserveStock command, Order order) {
    require(Status.PLACED, order);
    int open = order.line(command.item()).map(line -> line.quantity() - line.reserved()).orElse(0);
    if (command.quantity() < 1 || command.quantity() > open) {
      throw new CommandRejected(
          "not-wanted",
          "the order does not wait for so many of that item",
          Map.of("item", command.item(), "quantity", command.quantity(), "open", open));
    }
    return confirmed(order, new StockReserved(command.item(), command.quantity()));
  }

  /** A payment that is told a second time is the same payment. */
  static List<OrderEvent> pay(Pay command, Order order, CommandContext context) {
    if (order.payments().containsKey(command.paymentId())) {
      return List.of();
    }
    require(Status.PLACED, order);
    long due = order.totalCents() - order.paidCents();
    if (command.cents() > due) {
      throw new CommandRejected(
          "paid-too-much", "more than is due", Map.of("cents", command.cents(), "dueCents", due));
    }
    if (order.payUntil().filter(context.now()::isAfter).isPresent()) {
      throw new CommandRejected("paid-too-late", "the time for paying is over", Map.of());
    }
    return confirmed(order, new PaymentReceived(command.paymentId(), command.cents()));
  }

  static List<OrderEvent> ship(Ship command, Order order) {
    require(Status.CONFIRMED, order);
    return List.of(new OrderShipped());
  }

  static List<OrderEvent> cancel(Cancel command, Order order) {
    return cancelled(order, Reason.BY_CUSTOMER);
  }

  /** Asked too early, or of an order that is paid, it does nothing: a timer need not know. */
  static List<OrderEvent> expire(Expire command, Order order, CommandContext context) {
    boolean late = order.payUntil().filter(context.now()::isAfter).isPresent();
    return late && order.status() == Status.PLACED && order.paidCents() < order.totalCents()
        ? cancelled(order, Reason.NOT_PAID)
        : List.of();
  }

  /** Whichever comes last, the money or the stock, confirms the order in the same append. */
  private static List<OrderEvent> confirmed(Order order, OrderEvent event) {
    Order next = Order.ORDER.apply(order, event);
    return next.isReserved() && next.paidCents() == next.totalCents()
        ? List.of(event, new OrderConfirmed())
        : List.of(event);
  }

  /** Gives back all that was taken, and says so. */
  private static List<OrderEvent> cancelled(Order order, Reason reason) {
    List<OrderEvent> events = new ArrayList<>();
    order
        .lines()
        .forEach(
            (item, line) -> {
              if (line.reserved() > 0) {
                events.add(new StockReleased(item, line.reserved()));
              }
            });
    if (order.paidCents() > 0) {
      events.add(new PaymentRefunded(order.paidCents()));
    }
    events.add(new OrderCancelled(reason));
    return events;
  }

  private static void require(Status status, Order order) {
    if (order.status() != status) {
      throw new CommandRejected(
          "wrong-status",
          "the order is " + order.status() + " and would have to be " + status,
          Map.of("status", order.status(), "required", status));
    }
  }
}

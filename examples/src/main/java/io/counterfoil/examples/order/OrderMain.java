package io.counterfoil.examples.order;

import static io.counterfoil.examples.order.Order.ORDER;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.order.OrderCommand.AddLine;
import io.counterfoil.examples.order.OrderCommand.Cancel;
import io.counterfoil.examples.order.OrderCommand.Pay;
import io.counterfoil.examples.order.OrderCommand.PlaceOrder;
import io.counterfoil.examples.order.OrderCommand.ReserveStock;
import io.counterfoil.examples.order.OrderCommand.Ship;
import io.counterfoil.examples.order.OrderCommand.StartOrder;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.StreamId;
import java.io.PrintStream;
import java.util.List;

/** Runs two orders in memory, one to each end, and prints their events. */
public final class OrderMain {
  private OrderMain() {}

  /**
   * Runs them.
   *
   * @param arguments none
   */
  public static void main(String... arguments) {
    run(System.out);
  }

  static void run(PrintStream out) {
    EventStore store = InMemoryEventStore.of(OldOrders.TYPES);
    CommandBus shop = CommandBus.on(store).aggregates(ORDER).build();

    for (OrderCommand command :
        List.of(
            new StartOrder("o-1", "ada"),
            new AddLine("o-1", "tea", 2, 350),
            new PlaceOrder("o-1"),
            new Pay("o-1", "p-1", 700),
            new ReserveStock("o-1", "tea", 2),
            new Ship("o-1"),
            new Cancel("o-1"),
            new StartOrder("o-2", "bob"),
            new AddLine("o-2", "cup", 1, 900),
            new PlaceOrder("o-2"),
            new ReserveStock("o-2", "cup", 1),
            new Cancel("o-2"))) {
      try {
        shop.dispatch(command);
      } catch (CommandRejected rejected) {
        out.println(command + ": " + rejected.code());
      }
    }
    for (String order : List.of("o-1", "o-2")) {
      store
          .events(new StreamId(ORDER.type(), order))
          .forEach(event -> out.println(order + " #" + event.sequence() + " " + event.payload()));
    }
  }
}

package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.testing.Tab.TabCommand.Fail;
import io.counterfoil.testing.Tab.TabCommand.Look;
import io.counterfoil.testing.Tab.TabCommand.Order;
import io.counterfoil.testing.Tab.TabCommand.Pay;
import io.counterfoil.testing.Tab.TabEvent.Ordered;
import io.counterfoil.testing.Tab.TabEvent.Paid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tab in a bar: what the tests of the fixture try it on. */
record Tab(long owedCents) {

  sealed interface TabEvent extends Event {
    record Ordered(List<Item> items, Instant at) implements TabEvent {}

    record Paid(String receipt, long cents, Optional<String> note) implements TabEvent {}
  }

  record Item(String name, long cents) {}

  sealed interface TabCommand {
    String table();

    record Order(String table, List<Item> items) implements TabCommand {
      Order(String table, Item... items) {
        this(table, List.of(items));
      }
    }

    record Pay(String table, long cents) implements TabCommand {}

    record Look(String table) implements TabCommand {}

    record Fail(String table) implements TabCommand {}
  }

  static final Aggregate<TabCommand, Tab, TabEvent> TAB =
      Aggregate.named("tab", TabEvent.class, new Tab(0))
          .on(Ordered.class, Tab::ordered)
          .on(Paid.class, (tab, paid) -> new Tab(tab.owedCents() - paid.cents()))
          .identifiedBy(TabCommand.class, TabCommand::table)
          .handle(
              Order.class,
              (order, tab, context) -> List.of(new Ordered(order.items(), context.now())))
          .handle(Pay.class, Tab::pay)
          .handle(Look.class, (look, tab) -> List.of())
          .handle(
              Fail.class,
              (fail, tab) -> {
                throw new IllegalStateException("no more beer");
              })
          .build();

  private Tab ordered(Ordered event) {
    return new Tab(owedCents + event.items().stream().mapToLong(Item::cents).sum());
  }

  /** Pays for one drink after the other, so that there may be many events. */
  private static List<TabEvent> pay(Pay pay, Tab tab, CommandContext context) {
    if (pay.cents() > tab.owedCents()) {
      throw new CommandRejected(
          "too-much", "that is too much", Map.of("owed", tab.owedCents(), "paid", pay.cents()));
    }
    List<TabEvent> events = new ArrayList<>();
    for (long left = pay.cents(); left > 0; left -= 500) {
      String receipt = "r-" + context.sequence() + "-" + events.size();
      events.add(new Paid(receipt, Math.min(left, 500), Optional.empty()));
    }
    return events;
  }
}

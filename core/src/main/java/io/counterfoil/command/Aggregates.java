package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.serialization.EventTypes;
import java.util.List;

/** Finds the aggregate that a command is for. */
final class Aggregates {
  private final List<Aggregate<?, ?, ?>> all;
  private final EventTypes types;

  Aggregates(List<Aggregate<?, ?, ?>> all, EventTypes types) {
    this.all = List.copyOf(all);
    this.types = types;
    for (int i = 0; i < all.size(); i++) {
      requireKnownEvents(all.get(i), types);
      for (int j = 0; j < i; j++) {
        requireApart(all.get(j), all.get(i));
      }
    }
  }

  /** Makes sure that other event types know all events, too. */
  Aggregates on(EventTypes others) {
    return others == types ? this : new Aggregates(all, others);
  }

  /** Finds the aggregate for a command; its command family has the command as a member. */
  Aggregate<?, ?, ?> of(Object command) {
    for (Aggregate<?, ?, ?> aggregate : all) {
      if (aggregate.commandFamily().isInstance(command)) {
        return aggregate;
      }
    }
    throw new IllegalArgumentException(
        "no aggregate handles a "
            + command.getClass().getName()
            + "; the bus has "
            + all.stream().map(Aggregate::type).toList());
  }

  private static <E extends Event> void requireKnownEvents(
      Aggregate<?, ?, E> aggregate, EventTypes types) {
    for (Class<? extends E> event : EventFamily.of(aggregate.eventFamily()).members()) {
      if (!types.knows(event)) {
        throw new IllegalStateException(
            "the store's event types lack "
                + event.getName()
                + " of the aggregate '"
                + aggregate.type()
                + "'; create the store with EventTypes.of("
                + aggregate.eventFamily().getSimpleName()
                + ".class)");
      }
    }
  }

  private static void requireApart(Aggregate<?, ?, ?> one, Aggregate<?, ?, ?> other) {
    if (one.type().equals(other.type())) {
      throw new IllegalStateException("two aggregates have the type '" + one.type() + "'");
    }
    Class<?> commands = one.commandFamily();
    Class<?> others = other.commandFamily();
    if (commands.isAssignableFrom(others) || others.isAssignableFrom(commands)) {
      throw new IllegalStateException(
          "the commands of '"
              + one.type()
              + "' and '"
              + other.type()
              + "' cannot be told apart: "
              + commands.getName()
              + " and "
              + others.getName()
              + "; give each aggregate a command family of its own");
    }
  }
}

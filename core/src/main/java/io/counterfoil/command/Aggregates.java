package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.DuplicateHandler;
import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.UnhandledCommand;
import io.counterfoil.serialization.EventTypes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the aggregate that a command is for. */
final class Aggregates {
  private final List<Aggregate<?, ?, ?>> all;
  private final EventTypes types;
  private final Map<Class<?>, Aggregate<?, ?, ?>> routes = new ConcurrentHashMap<>();

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

  /** Finds the aggregate that has a handler for a command. */
  Aggregate<?, ?, ?> of(Object command) {
    Aggregate<?, ?, ?> known = routes.get(command.getClass());
    if (known != null) {
      return known;
    }
    for (Aggregate<?, ?, ?> aggregate : all) {
      if (handles(aggregate, command)) {
        routes.put(command.getClass(), aggregate);
        return aggregate;
      }
    }
    throw new UnhandledCommand("the bus", command.getClass(), handled());
  }

  private static boolean handles(Aggregate<?, ?, ?> aggregate, Object command) {
    return aggregate.commandFamily().isInstance(command)
        && aggregate.handledCommands().stream().anyMatch(handled -> handled.isInstance(command));
  }

  private Set<Class<?>> handled() {
    Set<Class<?>> handled = new LinkedHashSet<>();
    all.forEach(aggregate -> handled.addAll(aggregate.handledCommands()));
    return handled;
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
      throw DuplicateHandler.over(one, other);
    }
  }
}

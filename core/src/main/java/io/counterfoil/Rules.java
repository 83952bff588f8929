package io.counterfoil;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a decision to what its aggregate declares: before the handler is asked, and after. */
final class Rules {
  private Rules() {}

  static <C, S, E extends Event> List<E> answer(
      Aggregate<C, S, E> aggregate, C command, S state, boolean closed, CommandContext context) {
    if (closed) {
      throw new AggregateClosed(aggregate.type(), context);
    }
    if (context.sequence() > 0 && aggregate.creates(command)) {
      throw new AlreadyExists(aggregate.type(), context);
    }
    return checked(aggregate, command, context, aggregate.decide(command, state, context));
  }

  /** A handler compiled with unchecked casts could smuggle in an event that has no fold. */
  private static <C, E extends Event> List<E> checked(
      Aggregate<C, ?, E> aggregate,
      C command,
      CommandContext context,
      @Nullable List<? extends E> decided) {
    if (decided == null) {
      throw new InvalidDecision(
          InvalidDecision.Flaw.NO_LIST,
          aggregate,
          command,
          context,
          "null; answer an empty list when nothing shall happen");
    }
    List<E> events = new ArrayList<>(decided.size());
    boolean over = false;
    for (Object event : decided) {
      if (over) {
        throw new InvalidDecision(
            InvalidDecision.Flaw.BEHIND_FINAL_EVENT,
            aggregate,
            command,
            context,
            "an event behind "
                + events.get(events.size() - 1).getClass().getName()
                + ", which is final");
      }
      E own = own(aggregate, command, context, event);
      over = aggregate.isFinal(own);
      events.add(own);
    }
    return events;
  }

  private static <C, E extends Event> E own(
      Aggregate<C, ?, E> aggregate, C command, CommandContext context, @Nullable Object event) {
    Class<E> family = aggregate.eventFamily();
    if (family.isInstance(event)) {
      return family.cast(event);
    }
    throw event == null
        ? new InvalidDecision(
            InvalidDecision.Flaw.NULL_EVENT, aggregate, command, context, "null among its events")
        : new InvalidDecision(
            InvalidDecision.Flaw.FOREIGN_EVENT,
            aggregate,
            command,
            context,
            "a "
                + event.getClass().getName()
                + " among its events, which must be of "
                + family.getName());
  }
}

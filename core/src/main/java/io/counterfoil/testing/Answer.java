package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import java.util.List;
import java.util.Optional;

/** What a handler answered: events, or a "no". */
record Answer<E extends Event>(List<E> events, Optional<CommandRejected> rejection) {

  static <C, S, E extends Event> Answer<E> of(
      Aggregate<C, S, E> aggregate, C command, S state, boolean closed, CommandContext context) {
    try {
      return new Answer<>(aggregate.answer(command, state, closed, context), Optional.empty());
    } catch (CommandRejected rejected) {
      return new Answer<>(List.of(), Optional.of(rejected));
    }
  }

  /** Says the same as another: exceptions have no equals of their own. */
  boolean agreesWith(Answer<E> other) {
    return events.equals(other.events)
        && rejection.map(Answer::sayingOf).equals(other.rejection.map(Answer::sayingOf));
  }

  /** Describes the answer, for the message of a failure. */
  String describe() {
    return rejection.map(Answer::describe).orElseGet(() -> describe(events));
  }

  static String describe(CommandRejected rejected) {
    return "rejected as "
        + rejected.getClass().getSimpleName()
        + " '"
        + rejected.code()
        + "': "
        + rejected.getMessage()
        + " "
        + rejected.data();
  }

  static String describe(List<?> events) {
    if (events.isEmpty()) {
      return "no events";
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < events.size(); i++) {
      lines.append(i == 0 ? "" : "\n  ").append(i + 1).append(". ").append(events.get(i));
    }
    return lines.toString();
  }

  private static List<Object> sayingOf(CommandRejected rejected) {
    return List.of(rejected.getClass(), rejected.code(), rejected.data());
  }
}

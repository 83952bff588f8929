package io.counterfoil.testing;

import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import java.util.List;
import java.util.Optional;

/**
 * What a handler, or a bus, answered: events, a "no", or a failure.
 *
 * @param events what happened
 * @param rejection the "no"
 * @param failure whatever else was thrown
 */
record Answer<E extends Event>(
    List<E> events, Optional<CommandRejected> rejection, Optional<Throwable> failure) {

  /** What answers. */
  @FunctionalInterface
  interface Source<E extends Event> {
    List<? extends E> ask() throws Throwable;
  }

  static <E extends Event> Answer<E> of(Source<E> source) {
    try {
      return new Answer<>(List.copyOf(source.ask()), Optional.empty(), Optional.empty());
    } catch (CommandRejected rejected) {
      return new Answer<>(List.of(), Optional.of(rejected), Optional.empty());
    } catch (Unfaithful | VirtualMachineError notAnAnswer) {
      throw notAnAnswer;
    } catch (Throwable failed) {
      return new Answer<>(List.of(), Optional.empty(), Optional.of(failed));
    }
  }

  boolean isAccepted() {
    return rejection.isEmpty() && failure.isEmpty();
  }

  /** Says the same as another: exceptions have no equals of their own. */
  boolean agreesWith(Answer<E> other) {
    return events.equals(other.events)
        && rejection.map(Answer::sayingOf).equals(other.rejection.map(Answer::sayingOf))
        && failure.map(Object::getClass).equals(other.failure.map(Object::getClass));
  }

  /** Describes the answer, for the message of a failure. */
  String describe() {
    if (rejection.isPresent()) {
      return "rejected as " + describe(rejection.get());
    }
    if (failure.isPresent()) {
      return describe(failure.get());
    }
    return events.isEmpty()
        ? "nothing happened"
        : "these events happened\n" + Report.numbered(events, 1, "    ");
  }

  static String describe(CommandRejected rejected) {
    return rejected.getClass().getSimpleName()
        + " '"
        + rejected.code()
        + "' "
        + rejected.data()
        + ": "
        + rejected.getMessage();
  }

  private static String describe(Throwable failure) {
    StringBuilder lines = new StringBuilder("failed with " + Report.text(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      lines.append("\n    caused by ").append(Report.text(cause));
    }
    return lines.toString();
  }

  private static List<Object> sayingOf(CommandRejected rejected) {
    return List.of(rejected.getClass(), rejected.code(), rejected.data());
  }
}

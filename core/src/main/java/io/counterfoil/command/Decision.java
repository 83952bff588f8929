package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.store.CommandKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a handler made of a state: events and the state behind them, or a failure. A failure
 * is held and not thrown, since it counts only if the state was the newest.
 *
 * @param events what shall happen; empty if nothing or if it failed
 * @param next the state behind the events
 * @param rejection the handler's "no"
 * @param failure what the handler or a fold threw, the "no" included
 */
record Decision<S, E extends Event>(
    List<E> events, S next, Optional<CommandRejected> rejection, Optional<Throwable> failure) {

  static <C, S, E extends Event> Decision<S, E> of(Dispatch<C, S, E> dispatch, Loaded<S> loaded) {
    Aggregate<C, S, E> aggregate = dispatch.aggregate();
    List<E> events;
    try {
      CommandContext context =
          new CommandContext(
              dispatch.stream().aggregateId(),
              loaded.sequence(),
              dispatch.metadata(),
              dispatch.key().map(CommandKey::value));
      events = checked(aggregate, aggregate.decide(dispatch.command(), loaded.state(), context));
    } catch (CommandRejected rejected) {
      return new Decision<>(
          List.of(), loaded.state(), Optional.of(rejected), Optional.of(rejected));
    } catch (Throwable failure) {
      return failed(loaded, failure);
    }
    try {
      // Before the append: an event that its own fold cannot take must not get into the store.
      return new Decision<>(
          events, fold(aggregate, loaded.state(), events), Optional.empty(), Optional.empty());
    } catch (Throwable failure) {
      return failed(loaded, failure);
    }
  }

  private static <S, E extends Event> Decision<S, E> failed(Loaded<S> loaded, Throwable failure) {
    return new Decision<>(List.of(), loaded.state(), Optional.empty(), Optional.of(failure));
  }

  /** Throws the failure as it is, also one that Java would have had declared. */
  void throwFailure() {
    if (failure.isPresent()) {
      throw Decision.<RuntimeException>undeclared(failure.get());
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T undeclared(Throwable failure) throws T {
    throw (T) failure;
  }

  /** A handler compiled with unchecked casts could smuggle in an event that has no fold. */
  private static <E extends Event> List<E> checked(
      Aggregate<?, ?, E> aggregate, List<? extends E> decided) {
    List<E> events = new ArrayList<>(decided.size());
    for (Object event : decided) {
      if (!aggregate.eventFamily().isInstance(event)) {
        throw new IllegalStateException(
            "a handler of '"
                + aggregate.type()
                + "' returned "
                + (event == null ? "null" : "a " + event.getClass().getName())
                + " among its events, which must be of "
                + aggregate.eventFamily().getName());
      }
      events.add(aggregate.eventFamily().cast(event));
    }
    return events;
  }

  private static <S, E extends Event> S fold(
      Aggregate<?, S, E> aggregate, S state, List<E> events) {
    S next = state;
    for (E event : events) {
      next = aggregate.apply(next, event);
    }
    return next;
  }
}

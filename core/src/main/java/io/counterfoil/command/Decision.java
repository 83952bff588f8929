package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.InvalidDecision;
import io.counterfoil.UnhandledCommand;
import io.counterfoil.store.CommandKey;
import java.util.List;
import java.util.Optional;

/**
 * Holds what a handler made of a state: events and the state behind them, or a failure. A failure
 * is held and not thrown, since it counts only if the state was the newest.
 *
 * @param events what shall happen; empty if nothing or if it failed
 * @param next the state behind the events
 * @param closes whether the last of them is final
 * @param rejection the handler's "no"
 * @param failure what is to be thrown, the "no" included
 */
record Decision<S, E extends Event>(
    List<E> events,
    S next,
    boolean closes,
    Optional<CommandRejected> rejection,
    Optional<Throwable> failure) {

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
      events = aggregate.answer(dispatch.command(), loaded.state(), loaded.isClosed(), context);
    } catch (CommandRejected rejected) {
      return new Decision<>(
          List.of(), loaded.state(), false, Optional.of(rejected), Optional.of(rejected));
    } catch (InvalidDecision | UnhandledCommand failure) {
      return failed(loaded, failure);
    } catch (Throwable failure) {
      return failed(loaded, named(dispatch, "the handler", failure));
    }
    try {
      // Before the append: an event that its own fold cannot take must not get into the store.
      S next = fold(aggregate, loaded.state(), events);
      boolean closes = !events.isEmpty() && aggregate.isFinal(events.get(events.size() - 1));
      return new Decision<>(events, next, closes, Optional.empty(), Optional.empty());
    } catch (Throwable failure) {
      return failed(loaded, named(dispatch, "a fold", failure));
    }
  }

  private static <S, E extends Event> Decision<S, E> failed(Loaded<S> loaded, Throwable failure) {
    return new Decision<>(List.of(), loaded.state(), false, Optional.empty(), Optional.of(failure));
  }

  /** A machine that has no memory left is no handler's fault; a recursion without end is. */
  private static Throwable named(Dispatch<?, ?, ?> dispatch, String what, Throwable failure) {
    return failure instanceof VirtualMachineError && !(failure instanceof StackOverflowError)
        ? failure
        : new HandlerFailed(dispatch, what, failure);
  }

  /** Throws the failure as it is. */
  void throwFailure() {
    if (failure.isEmpty()) {
      return;
    }
    if (failure.get() instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure.get();
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

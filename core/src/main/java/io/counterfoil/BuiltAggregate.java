package io.counterfoil;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The aggregate that a builder builds: looks folds and handlers up by class. */
record BuiltAggregate<C, S, E extends Event>(
    String type,
    Class<E> eventFamily,
    Class<C> commandFamily,
    S initialState,
    int stateVersion,
    Function<? super C, String> idOfCommand,
    Map<Class<?>, BiFunction<S, Object, S>> folds,
    Map<Class<?>, CommandHandler.InContext<Object, S, E>> handlers)
    implements Aggregate<C, S, E> {

  @Override
  public S apply(S state, E event) {
    BiFunction<S, Object, S> fold = folds.get(event.getClass());
    if (fold == null) {
      throw new IllegalArgumentException(
          "the aggregate '" + type + "' has no fold for " + event.getClass().getName());
    }
    return Objects.requireNonNull(
        fold.apply(state, event),
        () -> "the fold of '" + type + "' for " + event.getClass().getName() + " returned null");
  }

  @Override
  public String aggregateId(C command) {
    return Objects.requireNonNull(
        idOfCommand.apply(command),
        () -> "the aggregate id of a " + command.getClass().getName() + " is null");
  }

  @Override
  public List<? extends E> decide(C command, S state, CommandContext context) {
    CommandHandler.InContext<Object, S, E> handler = handlers.get(command.getClass());
    if (handler == null) {
      throw new IllegalArgumentException(
          "the aggregate '" + type + "' has no handler for " + command.getClass().getName());
    }
    return Objects.requireNonNull(
        handler.decide(command, state, context),
        () ->
            "the handler of '"
                + type
                + "' for "
                + command.getClass().getName()
                + " returned null; answer an empty list when nothing shall happen");
  }

  @Override
  public String toString() {
    return "Aggregate[" + type + "]";
  }
}

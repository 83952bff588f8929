package io.counterfoil;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The aggregate that a builder builds: looks folds and handlers up by class. */
record BuiltAggregate<C, S, E extends Event>(
    String type,
    Class<E> eventFamily,
    Class<C> commandFamily,
    S initialState,
    Class<? extends S> stateType,
    int stateVersion,
    Function<? super C, String> idOfCommand,
    Map<Class<?>, BiFunction<S, Object, S>> folds,
    Map<Class<?>, CommandHandler.InContext<Object, S, E>> handlers,
    Set<Class<?>> creating,
    Set<Class<?>> finalEvents,
    List<TypedValidator<?>> validators)
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
      throw new UnhandledCommand(
          "the aggregate '" + type + "'", command.getClass(), handledCommands());
    }
    return handler.decide(command, state, context);
  }

  @Override
  public boolean creates(C command) {
    return creating.contains(command.getClass());
  }

  @Override
  public boolean isFinal(E event) {
    return finalEvents.contains(event.getClass());
  }

  @Override
  public boolean canBeClosed() {
    return !finalEvents.isEmpty();
  }

  @Override
  public List<Violation> violations(C command) {
    if (validators.isEmpty()) {
      return List.of();
    }
    Violations violations = new Violations();
    for (TypedValidator<?> validator : validators) {
      validator.validate(command, violations);
    }
    return violations.found();
  }

  @Override
  public Collection<Class<?>> handledCommands() {
    return handlers.keySet();
  }

  /** Checks the commands of one type, and of the types below it. */
  record TypedValidator<C>(Class<C> commandType, CommandValidator<? super C> validator) {

    void validate(Object command, Violations violations) {
      if (commandType.isInstance(command)) {
        validator.validate(commandType.cast(command), violations);
      }
    }
  }

  @Override
  public String toString() {
    return "Aggregate[" + type + "]";
  }
}

package io.counterfoil;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects the command handlers of an aggregate. Not thread-safe; what it builds is.
 *
 * @param <C> the commands' common type
 * @param <S> the state
 * @param <E> the events' common type
 */
public final class DecisionsBuilder<C, S, E extends Event> {
  private final AggregateBuilder<S, E> folding;
  private final Class<C> commandFamily;
  private final Function<? super C, String> aggregateId;
  private final Map<Class<?>, CommandHandler.InContext<Object, S, E>> handlers =
      new LinkedHashMap<>();
  private final Set<Class<?>> creating = new LinkedHashSet<>();
  private final List<BuiltAggregate.TypedValidator<?>> validators = new ArrayList<>();

  DecisionsBuilder(
      AggregateBuilder<S, E> folding,
      Class<C> commandFamily,
      Function<? super C, String> aggregateId) {
    this.folding = folding;
    this.commandFamily = commandFamily;
    this.aggregateId = aggregateId;
  }

  /**
   * Sets how one type of command is decided.
   *
   * @param command the command's class
   * @param handler decides it
   * @param <T> the command
   * @return this builder
   * @throws DuplicateHandler if the command has a handler already
   */
  public <T extends C> DecisionsBuilder<C, S, E> handle(
      Class<T> command, CommandHandler<? super T, S, E> handler) {
    Objects.requireNonNull(handler, "handler");
    CommandHandler.InContext<T, S, E> ignoring =
        (given, state, context) -> handler.decide(given, state);
    return handle(command, ignoring);
  }

  /**
   * Sets how one type of command is decided with its surroundings at hand.
   *
   * @param command the command's class
   * @param handler decides it
   * @param <T> the command
   * @return this builder
   * @throws DuplicateHandler if the command has a handler already
   */
  @SuppressWarnings("unchecked") // the map hands a handler only commands of its own class
  public <T extends C> DecisionsBuilder<C, S, E> handle(
      Class<T> command, CommandHandler.InContext<? super T, S, E> handler) {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(handler, "handler");
    if (handlers.putIfAbsent(command, (CommandHandler.InContext<Object, S, E>) handler) != null) {
      throw new DuplicateHandler(folding.type(), command);
    }
    return this;
  }

  /**
   * Sets how one type of command creates its aggregate. It is decided on no state, and appended
   * where there are no events; an aggregate that has some is {@link AlreadyExists}. The command bus
   * reads nothing before it decides.
   *
   * @param command the command's class
   * @param handler decides it
   * @param <T> the command
   * @return this builder
   * @throws DuplicateHandler if the command has a handler already
   */
  public <T extends C> DecisionsBuilder<C, S, E> creates(
      Class<T> command, CreationHandler<? super T, E> handler) {
    Objects.requireNonNull(handler, "handler");
    CreationHandler.InContext<T, E> ignoring = (given, context) -> handler.decide(given);
    return creates(command, ignoring);
  }

  /**
   * Sets how one type of command creates its aggregate, with the command's surroundings at hand.
   *
   * @param command the command's class
   * @param handler decides it
   * @param <T> the command
   * @return this builder
   * @throws DuplicateHandler if the command has a handler already
   */
  public <T extends C> DecisionsBuilder<C, S, E> creates(
      Class<T> command, CreationHandler.InContext<? super T, E> handler) {
    Objects.requireNonNull(handler, "handler");
    CommandHandler.InContext<T, S, E> onNothing =
        (given, state, context) -> handler.decide(given, context);
    handle(command, onNothing);
    creating.add(command);
    return this;
  }

  /**
   * Adds a validator: it runs before anything is loaded, and what it finds is an {@link
   * InvalidCommand}. Several may be added, for one type too; all of them run, in this order.
   *
   * @param command the command's class, or a common type of several commands
   * @param validator checks it
   * @param <T> the command
   * @return this builder
   */
  public <T extends C> DecisionsBuilder<C, S, E> validate(
      Class<T> command, CommandValidator<? super T> validator) {
    validators.add(
        new BuiltAggregate.TypedValidator<>(
            Objects.requireNonNull(command, "command"),
            Objects.requireNonNull(validator, "validator")));
    return this;
  }

  /**
   * Builds the aggregate.
   *
   * @return the aggregate: immutable, independent of this builder
   * @throws IllegalStateException if an event of the family has no fold, or a command of a sealed
   *     family no handler
   */
  public Aggregate<C, S, E> build() {
    requireEveryHandler();
    return folding.build(commandFamily, aggregateId, handlers, creating, validators);
  }

  private void requireEveryHandler() {
    if (handlers.isEmpty()) {
      throw new IllegalStateException(
          "the aggregate '" + folding.type() + "' handles no command; add handle(...)");
    }
    if (!commandFamily.isSealed()) {
      return; // an open family: what nobody handles shows when it is dispatched
    }
    Set<String> missing =
        AggregateBuilder.namesOfMissing(EventFamily.of(commandFamily).members(), handlers);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the aggregate '"
              + folding.type()
              + "' has no handler for "
              + missing
              + "; add handle(...) for each");
    }
  }
}

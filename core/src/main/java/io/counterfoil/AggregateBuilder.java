package io.counterfoil;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Collects the folds of an aggregate, and then, after {@link #identifiedBy}, its command handlers.
 * Not thread-safe; what it builds is.
 *
 * @param <S> the state
 * @param <E> the events' common type
 */
public final class AggregateBuilder<S, E extends Event> {
  private final String type;
  private final EventFamily<E> events;
  private final S initialState;
  private final Map<Class<?>, BiFunction<S, Object, S>> folds = new LinkedHashMap<>();
  private final Set<Class<?>> finalEvents = new LinkedHashSet<>();
  private int stateVersion = 1;

  AggregateBuilder(String type, Class<E> eventFamily, S initialState) {
    this.type = Objects.requireNonNull(type, "type");
    this.events = EventFamily.of(eventFamily);
    this.initialState = Objects.requireNonNull(initialState, "initialState");
  }

  /**
   * Sets how one type of event changes the state.
   *
   * @param event the event's class
   * @param fold from the state and the event to the next state; pure
   * @param <T> the event
   * @return this builder
   * @throws IllegalArgumentException if the event is no member of the family, or has a fold already
   */
  @SuppressWarnings("unchecked") // the map hands a fold only events of its own class
  public <T extends E> AggregateBuilder<S, E> on(
      Class<T> event, BiFunction<S, ? super T, ? extends S> fold) {
    Objects.requireNonNull(fold, "fold");
    requireMember(event);
    if (folds.putIfAbsent(event, (BiFunction<S, Object, S>) (BiFunction<?, ?, ?>) fold) != null) {
      throw new IllegalArgumentException(
          "the aggregate '" + type + "' has two folds for " + event.getName());
    }
    return this;
  }

  /**
   * Sets the schema version of the state; 1 unless set.
   *
   * @param version 1 or more
   * @return this builder
   * @throws IllegalArgumentException if the version is below 1
   */
  public AggregateBuilder<S, E> stateVersion(int version) {
    if (version < 1) {
      throw new IllegalArgumentException("a schema version is 1 or more, but was " + version);
    }
    this.stateVersion = version;
    return this;
  }

  /**
   * Declares that an event is the last one: the aggregate is closed by it, for ever. Every later
   * command for it, whatever its handler would say, is refused as {@link AggregateClosed}. May be
   * called for several types of event.
   *
   * <p>It binds whoever decides by this aggregate, on any node. An event that is appended to the
   * store past all command buses is not held back by it.
   *
   * @param event the event's class
   * @return this builder
   * @throws IllegalArgumentException if the event is no member of the family
   */
  public AggregateBuilder<S, E> closedBy(Class<? extends E> event) {
    requireMember(event);
    finalEvents.add(event);
    return this;
  }

  private void requireMember(Class<?> event) {
    if (!events.members().contains(Objects.requireNonNull(event, "event"))) {
      throw new IllegalArgumentException(
          event.getName() + " is no event of the family " + events.root().getName());
    }
  }

  /**
   * Goes on to the command handlers.
   *
   * @param commandFamily the commands' common type; where it is sealed, {@code build()} checks that
   *     each command has a handler
   * @param aggregateId from a command to the aggregate it is for
   * @param <C> the commands' common type
   * @return a builder that asks for the command handlers
   */
  public <C> Deciding<C, S, E> identifiedBy(
      Class<C> commandFamily, Function<? super C, String> aggregateId) {
    return new Deciding<>(
        this,
        Objects.requireNonNull(commandFamily, "commandFamily"),
        Objects.requireNonNull(aggregateId, "aggregateId"));
  }

  private void requireEveryFold() {
    Set<String> missing = namesOfMissing(events.members(), folds);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the aggregate '" + type + "' has no fold for " + missing + "; add on(...) for each");
    }
  }

  private static Set<String> namesOfMissing(Set<? extends Class<?>> all, Map<Class<?>, ?> present) {
    return all.stream()
        .filter(member -> !present.containsKey(member))
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * Collects the command handlers of an aggregate. Not thread-safe; what it builds is.
   *
   * @param <C> the commands' common type
   * @param <S> the state
   * @param <E> the events' common type
   */
  public static final class Deciding<C, S, E extends Event> {
    private final AggregateBuilder<S, E> folding;
    private final Class<C> commandFamily;
    private final Function<? super C, String> aggregateId;
    private final Map<Class<?>, CommandHandler.InContext<Object, S, E>> handlers =
        new LinkedHashMap<>();
    private final Set<Class<?>> creating = new LinkedHashSet<>();
    private final List<BuiltAggregate.TypedValidator<?>> validators = new ArrayList<>();

    private Deciding(
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
    public <T extends C> Deciding<C, S, E> handle(
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
    public <T extends C> Deciding<C, S, E> handle(
        Class<T> command, CommandHandler.InContext<? super T, S, E> handler) {
      Objects.requireNonNull(command, "command");
      Objects.requireNonNull(handler, "handler");
      if (handlers.putIfAbsent(command, (CommandHandler.InContext<Object, S, E>) handler) != null) {
        throw new DuplicateHandler(folding.type, command);
      }
      return this;
    }

    /**
     * Sets how one type of command creates its aggregate. It is decided on no state, and appended
     * where there are no events; an aggregate that has some is {@link AlreadyExists}. The command
     * bus reads nothing before it decides.
     *
     * @param command the command's class
     * @param handler decides it
     * @param <T> the command
     * @return this builder
     * @throws DuplicateHandler if the command has a handler already
     */
    public <T extends C> Deciding<C, S, E> creates(
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
    public <T extends C> Deciding<C, S, E> creates(
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
    public <T extends C> Deciding<C, S, E> validate(
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
      folding.requireEveryFold();
      requireEveryHandler();
      return new BuiltAggregate<>(
          folding.type,
          folding.events.root(),
          commandFamily,
          folding.initialState,
          folding.stateVersion,
          aggregateId,
          Map.copyOf(folding.folds),
          Map.copyOf(handlers),
          Set.copyOf(creating),
          Set.copyOf(folding.finalEvents),
          List.copyOf(validators));
    }

    private void requireEveryHandler() {
      if (handlers.isEmpty()) {
        throw new IllegalStateException(
            "the aggregate '" + folding.type + "' handles no command; add handle(...)");
      }
      if (!commandFamily.isSealed()) {
        return; // an open family: what nobody handles shows when it is dispatched
      }
      Set<String> missing = namesOfMissing(EventFamily.of(commandFamily).members(), handlers);
      if (!missing.isEmpty()) {
        throw new IllegalStateException(
            "the aggregate '"
                + folding.type
                + "' has no handler for "
                + missing
                + "; add handle(...) for each");
      }
    }
  }
}

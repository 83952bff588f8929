package io.counterfoil;

import java.util.LinkedHashMap;
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
    if (!events.members().contains(event)) {
      throw new IllegalArgumentException(
          event.getName() + " is no event of the family " + events.root().getName());
    }
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
     * @throws IllegalArgumentException if the command has a handler already
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
     * @throws IllegalArgumentException if the command has a handler already
     */
    @SuppressWarnings("unchecked") // the map hands a handler only commands of its own class
    public <T extends C> Deciding<C, S, E> handle(
        Class<T> command, CommandHandler.InContext<? super T, S, E> handler) {
      Objects.requireNonNull(command, "command");
      Objects.requireNonNull(handler, "handler");
      if (handlers.putIfAbsent(command, (CommandHandler.InContext<Object, S, E>) handler) != null) {
        throw new IllegalArgumentException(
            "the aggregate '" + folding.type + "' has two handlers for " + command.getName());
      }
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
          Map.copyOf(handlers));
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

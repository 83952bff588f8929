package io.counterfoil;

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
  private Class<? extends S> stateType;

  @SuppressWarnings("unchecked") // a type of an S
  AggregateBuilder(String type, Class<E> eventFamily, S initialState) {
    this.type = Objects.requireNonNull(type, "type");
    this.events = EventFamily.of(eventFamily);
    this.initialState = Objects.requireNonNull(initialState, "initialState");
    this.stateType = (Class<? extends S>) StateType.of(initialState);
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
   * Sets the type that a snapshot of the state is written and read back as. Needed only where the
   * initial state does not tell: without this call it is the sealed interface that the initial
   * state is of, or its class.
   *
   * @param type the class of all states, or the sealed interface above them
   * @return this builder
   * @throws IllegalArgumentException if the initial state is not of this type
   */
  public AggregateBuilder<S, E> stateType(Class<? extends S> type) {
    if (!type.isInstance(initialState)) {
      throw new IllegalArgumentException(
          "the initial state of '"
              + this.type
              + "' is a "
              + initialState.getClass().getName()
              + " and no "
              + type.getName());
    }
    this.stateType = type;
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
  public <C> DecisionsBuilder<C, S, E> identifiedBy(
      Class<C> commandFamily, Function<? super C, String> aggregateId) {
    return new DecisionsBuilder<>(
        this,
        Objects.requireNonNull(commandFamily, "commandFamily"),
        Objects.requireNonNull(aggregateId, "aggregateId"));
  }

  String type() {
    return type;
  }

  <C> Aggregate<C, S, E> build(
      Class<C> commandFamily,
      Function<? super C, String> aggregateId,
      Map<Class<?>, CommandHandler.InContext<Object, S, E>> handlers,
      Set<Class<?>> creating,
      List<BuiltAggregate.TypedValidator<?>> validators) {
    requireEveryFold();
    return new BuiltAggregate<>(
        type,
        events.root(),
        commandFamily,
        initialState,
        stateType,
        stateVersion,
        aggregateId,
        Map.copyOf(folds),
        Map.copyOf(handlers),
        Set.copyOf(creating),
        Set.copyOf(finalEvents),
        List.copyOf(validators));
  }

  private void requireEveryFold() {
    Set<String> missing = namesOfMissing(events.members(), folds);
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the aggregate '" + type + "' has no fold for " + missing + "; add on(...) for each");
    }
  }

  static Set<String> namesOfMissing(Set<? extends Class<?>> all, Map<Class<?>, ?> present) {
    return all.stream()
        .filter(member -> !present.containsKey(member))
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}

package io.counterfoil;

import java.util.Collection;
import java.util.List;

/**
 * Describes one kind of aggregate: how events make its state, and how commands make its events.
 *
 * <p>One value of this type serves the command bus, the test fixture and every read of state. Most
 * are made with {@link #named}; on a newer Java one may as well implement this interface with two
 * {@code switch} expressions. Every method is pure and may be called from many threads.
 *
 * <p>The shape is Jérémie Chassaing's <em>decider</em>: an initial state, {@code evolve} (here
 * {@link #apply}) and {@code decide}.
 *
 * @param <C> the commands' common type
 * @param <S> the state
 * @param <E> the events' common type, a closed family
 */
public interface Aggregate<C, S, E extends Event> {

  /**
   * Starts the description of an aggregate.
   *
   * @param type the aggregate type, the first half of its streams' names; never change it
   * @param eventFamily the sealed interface of its events
   * @param initialState the state before the first event; all aggregates of this kind share it, so
   *     it must be immutable
   * @param <S> the state
   * @param <E> the events' common type
   * @return a builder that asks for the folds
   * @throws IllegalArgumentException if the family is not closed
   */
  static <S, E extends Event> AggregateBuilder<S, E> named(
      String type, Class<E> eventFamily, S initialState) {
    return new AggregateBuilder<>(type, eventFamily, initialState);
  }

  /**
   * Returns the aggregate type.
   *
   * @return the aggregate type, the first half of its streams' names
   */
  String type();

  /**
   * Returns the common type of the events.
   *
   * @return the sealed interface of the events
   */
  Class<E> eventFamily();

  /**
   * Returns the common type of the commands.
   *
   * @return the type that every command of this aggregate has
   */
  Class<C> commandFamily();

  /**
   * Returns the state before the first event.
   *
   * @return the state before the first event
   */
  S initialState();

  /**
   * Folds one event into the state.
   *
   * @param state the state so far; not changed
   * @param event what happened
   * @return the state after it; never null
   */
  S apply(S state, E event);

  /**
   * Tells which aggregate a command is for.
   *
   * @param command a command
   * @return the aggregate id
   */
  String aggregateId(C command);

  /**
   * Decides what a command does.
   *
   * @param command the command
   * @param state the state; not changed
   * @param context the command's surroundings
   * @return the events that shall happen, in order; may be empty, never null
   * @throws CommandRejected if the domain refuses the command
   * @throws UnhandledCommand if the aggregate has no handler for such a command
   */
  List<? extends E> decide(C command, S state, CommandContext context);

  /**
   * Decides as a command bus does, and so does a fixture: {@link #decide}, held to what the
   * aggregate declares. Not to be overridden.
   *
   * @param command the command, which has no {@link #violations}
   * @param state the state; not changed
   * @param closed whether one of the events behind the state is {@link #isFinal final}
   * @param context the command's surroundings
   * @return the events that shall happen, in order, all of the family
   * @throws AggregateClosed if the aggregate is closed
   * @throws AlreadyExists if the command creates an aggregate, and this one has events
   * @throws CommandRejected if the domain refuses the command
   * @throws UnhandledCommand if the aggregate has no handler for such a command
   * @throws InvalidDecision if the handler answered with what is no list of such events
   */
  default List<E> answer(C command, S state, boolean closed, CommandContext context) {
    return Rules.answer(this, command, state, closed, context);
  }

  /**
   * Tells whether a command creates its aggregate: it is decided on no state, and refused as {@link
   * AlreadyExists} where the aggregate has events.
   *
   * @param command a command
   * @return true if it does; by default false
   */
  default boolean creates(C command) {
    return false;
  }

  /**
   * Tells whether an event is the last one that its aggregate may ever have. Every later command is
   * refused as {@link AggregateClosed}.
   *
   * @param event an event
   * @return true if it is; by default false
   */
  default boolean isFinal(E event) {
    return false;
  }

  /**
   * Tells whether any event may be {@link #isFinal final}. Where none is, nobody looks.
   *
   * @return true if so; by default false, so that whoever overrides {@link #isFinal} overrides this
   *     as well
   */
  default boolean canBeClosed() {
    return false;
  }

  /**
   * Finds out what is wrong with a command by itself, before anything is loaded.
   *
   * @param command a command
   * @return all that was found; by default nothing
   */
  default List<Violation> violations(C command) {
    return List.of();
  }

  /**
   * Lists the commands that the aggregate has handlers for, for the message of an error.
   *
   * @return their classes; by default the common type of the commands
   */
  default Collection<Class<?>> handledCommands() {
    return List.of(commandFamily());
  }

  /**
   * Returns the type that a snapshot of the state is written and read back as. A state that is not
   * of it is never kept as a snapshot.
   *
   * @return the state's type; by default the sealed interface that the initial state is of, the
   *     outermost, or the class of the initial state where there is no such interface or more than
   *     one
   */
  @SuppressWarnings("unchecked") // a type of an S
  default Class<? extends S> stateType() {
    return (Class<? extends S>) StateType.of(initialState());
  }

  /**
   * Returns the schema version of the state. Raise it when the state's shape or a fold changes:
   * snapshots of other versions are then ignored.
   *
   * @return the schema version, 1 or more; by default 1
   */
  default int stateVersion() {
    return 1;
  }
}

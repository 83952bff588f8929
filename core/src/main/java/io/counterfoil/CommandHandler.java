package io.counterfoil;

import java.util.List;

/**
 * Decides what a command does to an aggregate.
 *
 * <p>A handler is pure: it reads the command and the state, changes neither, and asks nothing of
 * the world, since it is called again when another command came first. It answers with the events
 * that shall happen (none is an answer too), or throws {@link CommandRejected}.
 *
 * @param <C> the command
 * @param <S> the aggregate's state
 * @param <E> the aggregate's events
 */
@FunctionalInterface
public interface CommandHandler<C, S, E extends Event> {

  /**
   * Decides.
   *
   * @param command the command
   * @param state the aggregate's state
   * @return the events that shall happen, in order; may be empty, never null
   * @throws CommandRejected if the domain refuses the command
   */
  List<? extends E> decide(C command, S state);

  /**
   * Decides with the command's surroundings at hand: the time, the metadata, the key.
   *
   * @param <C> the command
   * @param <S> the aggregate's state
   * @param <E> the aggregate's events
   */
  @FunctionalInterface
  interface InContext<C, S, E extends Event> {

    /**
     * Decides.
     *
     * @param command the command
     * @param state the aggregate's state
     * @param context the command's surroundings
     * @return the events that shall happen, in order; may be empty, never null
     * @throws CommandRejected if the domain refuses the command
     */
    List<? extends E> decide(C command, S state, CommandContext context);
  }
}

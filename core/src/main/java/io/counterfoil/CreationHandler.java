package io.counterfoil;

import java.util.List;

/**
 * Decides what a command makes of nothing: of an aggregate that has no events, and so no state to
 * look at. Pure, as a {@link CommandHandler} is.
 *
 * @param <C> the command
 * @param <E> the aggregate's events
 */
@FunctionalInterface
public interface CreationHandler<C, E extends Event> {

  /**
   * Decides.
   *
   * @param command the command
   * @return the first events, in order; may be empty, never null
   * @throws CommandRejected if the domain refuses the command
   */
  List<? extends E> decide(C command);

  /**
   * Decides with the command's surroundings at hand: the time, the metadata, the key.
   *
   * @param <C> the command
   * @param <E> the aggregate's events
   */
  @FunctionalInterface
  interface InContext<C, E extends Event> {

    /**
     * Decides.
     *
     * @param command the command
     * @param context the command's surroundings
     * @return the first events, in order; may be empty, never null
     * @throws CommandRejected if the domain refuses the command
     */
    List<? extends E> decide(C command, CommandContext context);
  }
}

package io.counterfoil;

/**
 * Checks a command by itself, before anything is loaded: that an amount is positive, say, or that a
 * name is not empty. What depends on the aggregate's state is an invariant, and its handler's.
 *
 * <p>Pure, and called from many threads. It collects everything that it finds, so that a caller can
 * show it all at once.
 *
 * @param <C> the command
 */
@FunctionalInterface
public interface CommandValidator<C> {

  /**
   * Checks.
   *
   * @param command the command
   * @param violations takes what is wrong with it
   */
  void validate(C command, Violations violations);
}

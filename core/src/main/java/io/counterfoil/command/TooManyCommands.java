package io.counterfoil.command;

/**
 * Says that a bus has as many asynchronous commands under way as it may have, or that its executor
 * takes no more. The command was not begun: nothing was loaded, and nothing stored. Slow down, and
 * send it again.
 */
public final class TooManyCommands extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Class<?> commandType;
  private final int limit;

  TooManyCommands(Class<?> commandType, int limit) {
    super(
        "a "
            + commandType.getName()
            + " was not begun, since "
            + limit
            + " asynchronous commands are waiting or running, and no more may be; see"
            + " CommandBusBuilder.asyncLimit");
    this.commandType = commandType;
    this.limit = limit;
  }

  TooManyCommands(Class<?> commandType, int limit, Throwable refusal) {
    super("a " + commandType.getName() + " was not begun, since the executor refused it", refusal);
    this.commandType = commandType;
    this.limit = limit;
  }

  /**
   * Returns the class of the command that was not begun.
   *
   * @return the command's class
   */
  public Class<?> commandType() {
    return commandType;
  }

  /**
   * Returns how many may be under way.
   *
   * @return the bus's limit
   */
  public int limit() {
    return limit;
  }
}

package io.counterfoil.command;

/**
 * Says that a bus was closed, and begins no asynchronous command any more. Nothing was loaded, and
 * nothing stored.
 */
public final class BusClosed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Class<?> commandType;

  BusClosed(Class<?> commandType) {
    super("a " + commandType.getName() + " was not begun, since its command bus is closed");
    this.commandType = commandType;
  }

  /**
   * Returns the class of the command that was not begun.
   *
   * @return the command's class
   */
  public Class<?> commandType() {
    return commandType;
  }
}

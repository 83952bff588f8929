package io.counterfoil;

import java.util.Collection;
import java.util.List;

/** Says that nobody handles a command. Nothing was loaded and nothing stored. */
public final class UnhandledCommand extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final Class<?> commandType;
  private final transient List<Class<?>> handled;

  /**
   * Says which command, and what is handled instead.
   *
   * @param who looked for a handler, such as {@code the aggregate 'account'}
   * @param commandType the command's class
   * @param handled the classes of the commands that it has handlers for
   */
  public UnhandledCommand(String who, Class<?> commandType, Collection<Class<?>> handled) {
    super(
        who
            + " has no handler for "
            + commandType.getName()
            + "; it handles "
            + names(handled)
            + ". Add handle(...) to an aggregate, or the aggregate to the bus");
    this.commandType = commandType;
    this.handled = List.copyOf(handled);
  }

  private static List<String> names(Collection<Class<?>> types) {
    return types.stream().map(Class::getSimpleName).sorted().toList();
  }

  /**
   * Returns the command's class.
   *
   * @return the command's class
   */
  public Class<?> commandType() {
    return commandType;
  }

  /**
   * Returns what would have been handled.
   *
   * @return classes of commands, or the common type where an aggregate does not list them
   */
  public List<Class<?>> handled() {
    return handled;
  }
}

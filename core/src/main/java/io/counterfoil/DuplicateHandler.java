package io.counterfoil;

import java.util.List;

/** Says, before anything runs, that one command would have two handlers. */
public final class DuplicateHandler extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final Class<?> commandType;
  private final transient List<String> aggregateTypes;

  /**
   * Says which aggregate has two handlers for a command.
   *
   * @param aggregateType the aggregate type
   * @param commandType the command's class
   */
  DuplicateHandler(String aggregateType, Class<?> commandType) {
    this(
        "the aggregate '"
            + aggregateType
            + "' has two handlers for "
            + commandType.getName()
            + "; a command has one",
        commandType,
        List.of(aggregateType));
  }

  private DuplicateHandler(String message, Class<?> commandType, List<String> aggregateTypes) {
    super(message);
    this.commandType = commandType;
    this.aggregateTypes = aggregateTypes;
  }

  /**
   * Says which two aggregates of a bus would take the same commands.
   *
   * @param one an aggregate
   * @param other another
   * @return the exception, to be thrown; its {@link #commandType()} is the narrower one of their
   *     command families
   */
  public static DuplicateHandler over(Aggregate<?, ?, ?> one, Aggregate<?, ?, ?> other) {
    Class<?> commands = one.commandFamily();
    Class<?> others = other.commandFamily();
    return new DuplicateHandler(
        "the commands of '"
            + one.type()
            + "' and '"
            + other.type()
            + "' cannot be told apart: "
            + commands.getName()
            + " and "
            + others.getName()
            + "; give each aggregate a command family of its own",
        commands.isAssignableFrom(others) ? others : commands,
        List.of(one.type(), other.type()));
  }

  /**
   * Returns the command's class.
   *
   * @return the command's class, or the common type of the commands that two aggregates share
   */
  public Class<?> commandType() {
    return commandType;
  }

  /**
   * Returns who would handle it.
   *
   * @return one aggregate type, or the two that share the command
   */
  public List<String> aggregateTypes() {
    return aggregateTypes;
  }
}

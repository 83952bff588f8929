package io.counterfoil;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Says that a command is wrong by itself, whatever the state of its aggregate. It is no {@link
 * CommandRejected}: nothing was loaded, nothing was stored, and its idempotency key is not used up,
 * so that the command may be sent again under it once it is right.
 */
public final class InvalidCommand extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String aggregateType;
  private final Class<?> commandType;
  private final transient List<Violation> violations;

  /**
   * Says what is wrong.
   *
   * @param aggregateType the aggregate type that the command is for
   * @param commandType the command's class
   * @param violations all that is wrong with it, at least one
   */
  public InvalidCommand(
      String aggregateType, Class<?> commandType, List<? extends Violation> violations) {
    super(
        "a "
            + commandType.getSimpleName()
            + " for '"
            + aggregateType
            + "' is not valid: "
            + violations.stream().map(Violation::toString).collect(Collectors.joining("; ")));
    this.aggregateType = Objects.requireNonNull(aggregateType, "aggregateType");
    this.commandType = commandType;
    this.violations = List.copyOf(violations);
  }

  /**
   * Returns the aggregate type that the command is for.
   *
   * @return the aggregate type
   */
  public String aggregateType() {
    return aggregateType;
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
   * Returns all that is wrong with the command.
   *
   * @return field and message of each, in the order in which the validators found them
   */
  public List<Violation> violations() {
    return violations;
  }
}

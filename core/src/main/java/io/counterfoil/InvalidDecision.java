package io.counterfoil;

import java.util.Optional;

/** Says that a handler answered a command with what nobody may store. Nothing was stored. */
public final class InvalidDecision extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the answer. */
  public enum Flaw {
    /** The handler returned null instead of a list. */
    NO_LIST,
    /** There is a null among the events. */
    NULL_EVENT,
    /** An event is of another family. */
    FOREIGN_EVENT,
    /** An event stands behind a final one. */
    BEHIND_FINAL_EVENT
  }

  private final Flaw flaw;
  private final String aggregateType;
  private final Class<?> commandType;
  private final transient CommandContext context;

  InvalidDecision(
      Flaw flaw,
      Aggregate<?, ?, ?> aggregate,
      Object command,
      CommandContext context,
      String says) {
    super(
        "the handler of '"
            + aggregate.type()
            + "' for "
            + command.getClass().getName()
            + " returned "
            + says
            + " (aggregate "
            + context.aggregateId()
            + context.key().map(key -> ", key " + key).orElse("")
            + ")");
    this.flaw = flaw;
    this.aggregateType = aggregate.type();
    this.commandType = command.getClass();
    this.context = context;
  }

  /**
   * Returns what is wrong with the answer.
   *
   * @return what is wrong with the answer
   */
  public Flaw flaw() {
    return flaw;
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
   * Returns the aggregate type.
   *
   * @return the aggregate type
   */
  public String aggregateType() {
    return aggregateType;
  }

  /**
   * Returns which aggregate the command was for.
   *
   * @return the aggregate id
   */
  public String aggregateId() {
    return context.aggregateId();
  }

  /**
   * Returns the command's idempotency key.
   *
   * @return the key, if it has one
   */
  public Optional<String> key() {
    return context.key();
  }
}

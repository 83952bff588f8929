package io.counterfoil;

import java.util.Map;

/**
 * Says "no" to a command that creates an aggregate, since the aggregate has events already.
 *
 * <p>Decided by the declaration {@link DecisionsBuilder#creates}, not by a handler. Under an
 * idempotency key it is stored like every rejection, and comes back as a plain {@link
 * CommandRejected} with the code {@value #CODE}.
 */
public final class AlreadyExists extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection; it never changes. */
  public static final String CODE = "already-exists";

  private final String aggregateType;
  private final String aggregateId;

  AlreadyExists(String aggregateType, CommandContext context) {
    super(
        CODE,
        "the " + aggregateType + " '" + context.aggregateId() + "' exists already",
        Map.of(
            "aggregateType",
            aggregateType,
            "aggregateId",
            context.aggregateId(),
            "sequence",
            context.sequence()));
    this.aggregateType = aggregateType;
    this.aggregateId = context.aggregateId();
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
   * Returns the id that is taken.
   *
   * @return the aggregate id
   */
  public String aggregateId() {
    return aggregateId;
  }
}

package io.counterfoil;

import java.util.Map;

/**
 * Says "no" to any command for an aggregate whose last word was said: one of its events is final.
 *
 * <p>Decided by the declaration {@link AggregateBuilder#closedBy}, not by a handler. Under an
 * idempotency key it is stored like every rejection, and comes back as a plain {@link
 * CommandRejected} with the code {@value #CODE}.
 */
public final class AggregateClosed extends CommandRejected {
  private static final long serialVersionUID = 1L;

  /** The code of this rejection; it never changes. */
  public static final String CODE = "aggregate-closed";

  private final String aggregateType;
  private final String aggregateId;

  AggregateClosed(String aggregateType, CommandContext context) {
    super(
        CODE,
        "the " + aggregateType + " '" + context.aggregateId() + "' is closed for ever",
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
   * Returns which aggregate is closed.
   *
   * @return the aggregate id
   */
  public String aggregateId() {
    return aggregateId;
  }
}

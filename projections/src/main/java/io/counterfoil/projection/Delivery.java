package io.counterfoil.projection;

/** Says how often a projection may apply an event. */
public enum Delivery {
  /**
   * The effect of each event is there exactly once, whatever crashes: rows and checkpoint are
   * committed in one transaction.
   */
  EFFECTIVELY_ONCE,
  /**
   * Each event is applied, and after a crash perhaps again: the checkpoint moves after the sink was
   * written. Handlers must be idempotent, by the event's position or id.
   */
  AT_LEAST_ONCE
}

package io.counterfoil.command;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;

/**
 * Says that an aggregate's fold of a stored event broke down, so that its state cannot be rebuilt:
 * no command for it can be decided. Nothing was stored. What was thrown is the cause; only its
 * class is part of the message, since its own may tell what the event holds.
 */
public final class FoldFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient RecordedEvent event;

  FoldFailed(RecordedEvent event, Throwable cause) {
    super(
        "the fold of "
            + event.type()
            + " at "
            + event.stream()
            + " #"
            + event.sequence()
            + ", position "
            + event.position()
            + ", threw "
            + cause.getClass().getName(),
        cause);
    this.event = event;
  }

  /**
   * Returns the event.
   *
   * @return the event that could not be folded
   */
  public RecordedEvent event() {
    return event;
  }

  /**
   * Returns the aggregate's stream.
   *
   * @return the stream that the event is of
   */
  public StreamId stream() {
    return event.stream();
  }
}

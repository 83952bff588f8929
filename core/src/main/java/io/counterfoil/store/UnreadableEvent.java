package io.counterfoil.store;

import java.util.Objects;

/** Says that a stored event cannot be read as a payload of today's code. */
public final class UnreadableEvent extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient RecordedEvent event;

  /**
   * Says which event, and why.
   *
   * @param event the event; its payload is the part that cannot be read
   * @param cause an unknown type, or data that does not fit
   */
  public UnreadableEvent(RecordedEvent event, RuntimeException cause) {
    super(
        "the event "
            + event.type()
            + " (schema version "
            + event.schemaVersion()
            + ") at "
            + event.stream()
            + " #"
            + event.sequence()
            + ", position "
            + event.position()
            + ", cannot be read: "
            + cause.getMessage(),
        cause);
    this.event = Objects.requireNonNull(event, "event");
  }

  /**
   * Returns the event.
   *
   * @return the event; its payload is the part that cannot be read
   */
  public RecordedEvent event() {
    return event;
  }
}

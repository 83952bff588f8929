package io.counterfoil.store;

import io.counterfoil.serialization.EventVersion;
import java.util.Objects;

/** Says that a stored event cannot be read as a payload of today's code. */
public final class UnreadableEvent extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient RecordedEvent event;
  private final String reason;

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
    this.reason = Objects.requireNonNullElse(cause.getMessage(), cause.getClass().getName());
  }

  /**
   * Returns the event.
   *
   * @return the event; its payload is the part that cannot be read
   */
  public RecordedEvent event() {
    return event;
  }

  /**
   * Returns the stream.
   *
   * @return the stream that the event is of
   */
  public StreamId stream() {
    return event.stream();
  }

  /**
   * Returns the place in the stream.
   *
   * @return 1 or more
   */
  public long sequence() {
    return event.sequence();
  }

  /**
   * Returns the place in the log.
   *
   * @return 1 or more
   */
  public long position() {
    return event.position();
  }

  /**
   * Returns the form that the event is stored in.
   *
   * @return its logical type and schema version
   */
  public EventVersion version() {
    return new EventVersion(event.type(), event.schemaVersion());
  }

  /**
   * Returns why it cannot be read.
   *
   * @return what is unknown, or does not fit and where; never a value of the payload
   */
  public String reason() {
    return reason;
  }
}

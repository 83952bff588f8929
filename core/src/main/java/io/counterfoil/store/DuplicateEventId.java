package io.counterfoil.store;

import java.util.Objects;
import java.util.UUID;

/** Says that an event id is taken. Nothing was stored. */
public final class DuplicateEventId extends EventStoreException {
  private static final long serialVersionUID = 1L;

  private final transient StreamId stream;
  private final UUID eventId;

  /**
   * Says which id is taken.
   *
   * @param stream the stream that the append was for
   * @param eventId the id
   */
  public DuplicateEventId(StreamId stream, UUID eventId) {
    super(
        "an event to be appended to "
            + stream
            + " has the id "
            + eventId
            + ", which another event has already; an event id is used once",
        null);
    this.stream = Objects.requireNonNull(stream, "stream");
    this.eventId = Objects.requireNonNull(eventId, "eventId");
  }

  /**
   * Returns the stream that the append was for.
   *
   * @return the stream that the append was for
   */
  public StreamId stream() {
    return stream;
  }

  /**
   * Returns the id.
   *
   * @return the id
   */
  public UUID eventId() {
    return eventId;
  }
}

package io.counterfoil.projection;

import java.util.Objects;

/** Says that an awaited event was not applied: it is parked. */
public final class ProjectionParked extends ProjectionException {
  private static final long serialVersionUID = 1L;

  private final String projection;
  private final transient ParkedEvent event;

  /**
   * Says which event is parked.
   *
   * @param projection the projection's name
   * @param event the parked event
   */
  public ProjectionParked(String projection, ParkedEvent event) {
    super(
        "the projection '"
            + projection
            + "' has parked what was awaited: "
            + event
            + ". Mend the cause, and retry or discard the stream's parked events",
        null);
    this.projection = Objects.requireNonNull(projection, "projection");
    this.event = event;
  }

  /**
   * Returns the projection's name.
   *
   * @return the projection's name
   */
  public String projection() {
    return projection;
  }

  /**
   * Returns the parked event.
   *
   * @return the parked event
   */
  public ParkedEvent event() {
    return event;
  }
}

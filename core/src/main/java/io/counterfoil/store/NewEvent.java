package io.counterfoil.store;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import java.util.Objects;
import java.util.UUID;

/**
 * Holds an event that is about to be appended. Immutable.
 *
 * @param eventId its id, unique in the store
 * @param payload what happened
 * @param metadata what is known beside it
 */
public record NewEvent(UUID eventId, Event payload, Metadata metadata) {

  /** Checks that nothing is null. */
  public NewEvent {
    Objects.requireNonNull(eventId, "eventId");
    Objects.requireNonNull(payload, "payload");
    Objects.requireNonNull(metadata, "metadata");
  }
}

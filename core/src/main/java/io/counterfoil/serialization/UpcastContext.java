package io.counterfoil.serialization;

import io.counterfoil.Metadata;
import java.util.Objects;
import java.util.UUID;

/**
 * Tells an upcaster where the payload stands and what is known beside it. Immutable.
 *
 * @param aggregateType the aggregate type of its stream
 * @param aggregateId the aggregate id of its stream
 * @param sequence its place in the stream
 * @param position its place in the log; 0 where it stands in none
 * @param eventId the event's id
 * @param metadata what is known beside the payload
 */
public record UpcastContext(
    String aggregateType,
    String aggregateId,
    long sequence,
    long position,
    UUID eventId,
    Metadata metadata) {

  /** Checks that nothing is null. */
  public UpcastContext {
    Objects.requireNonNull(aggregateType, "aggregateType");
    Objects.requireNonNull(aggregateId, "aggregateId");
    Objects.requireNonNull(eventId, "eventId");
    Objects.requireNonNull(metadata, "metadata");
  }
}

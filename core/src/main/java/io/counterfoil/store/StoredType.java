package io.counterfoil.store;

import io.counterfoil.serialization.EventVersion;
import java.util.Comparator;
import java.util.Objects;

/**
 * Tells how often, and where, a form of event is stored. Immutable.
 *
 * @param aggregateType the aggregate type of the streams that it is in
 * @param version the logical name and the schema version that it was written with
 * @param count how many events
 * @param first the position of the first
 * @param last the position of the last
 */
public record StoredType(
    String aggregateType, EventVersion version, long count, long first, long last) {

  /** By aggregate type, event type and schema version. */
  static final Comparator<StoredType> ORDER =
      Comparator.comparing(StoredType::aggregateType)
          .thenComparing(stored -> stored.version().type())
          .thenComparing(stored -> stored.version().schemaVersion());

  /** Checks that nothing is null. */
  public StoredType {
    Objects.requireNonNull(aggregateType, "aggregateType");
    Objects.requireNonNull(version, "version");
  }

  /** Adds an event behind those that were counted. */
  StoredType and(RecordedEvent event) {
    return new StoredType(aggregateType, version, count + 1, first, event.position());
  }

  static StoredType of(RecordedEvent event) {
    return new StoredType(
        event.stream().aggregateType(),
        new EventVersion(event.type(), event.schemaVersion()),
        1,
        event.position(),
        event.position());
  }
}

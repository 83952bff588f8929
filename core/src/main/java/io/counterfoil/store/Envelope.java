package io.counterfoil.store;

import io.counterfoil.Metadata;
import io.counterfoil.serialization.JsonCodec;

/** Writes the envelope: the form in which an event is shown and exported. */
final class Envelope {
  private static final JsonCodec JSON = JsonCodec.create();

  private Envelope() {}

  static String write(RecordedEvent event) {
    return "{\"type\":"
        + quoted(event.type())
        + ",\"aggregateType\":"
        + quoted(event.stream().aggregateType())
        + ",\"aggregateId\":"
        + quoted(event.stream().aggregateId())
        + ",\"sequence\":"
        + event.sequence()
        + ",\"position\":"
        + event.position()
        + ",\"eventId\":"
        + quoted(event.eventId().toString())
        + ",\"schemaVersion\":"
        + event.schemaVersion()
        + ",\"data\":"
        + EmbeddedPayload.write(event.data())
        + ",\"meta\":"
        + write(event.metadata())
        + "}";
  }

  private static String write(Metadata metadata) {
    StringBuilder json = new StringBuilder("{");
    metadata.correlationId().ifPresent(id -> member(json, "correlationId", quoted(id)));
    metadata.causationId().ifPresent(id -> member(json, "causationId", quoted(id)));
    member(json, "at", Long.toString(metadata.at().toEpochMilli()));
    metadata.headers().forEach((name, value) -> member(json, name, quoted(value)));
    return json.append('}').toString();
  }

  private static void member(StringBuilder json, String name, String value) {
    if (json.length() > 1) {
      json.append(',');
    }
    json.append(quoted(name)).append(':').append(value);
  }

  private static String quoted(String text) {
    return JSON.encode(text);
  }
}

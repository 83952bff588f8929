package io.counterfoil.store;

import io.counterfoil.Metadata;
import io.counterfoil.serialization.EncodedEvent;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.text.StorableText;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@link Envelope} wrote. No complaint shows anything of the text. */
final class EnvelopeReader {
  private static final JsonFactory ENVELOPES = EmbeddedPayload.envelopes();
  private static final int MOST_DIGITS = 18;
  private static final int LONGEST_TYPE = 255;
  private static final Set<String> TEXTS =
      Set.of("type", "aggregateType", "aggregateId", "eventId");
  private static final Set<String> NUMBERS = Set.of("sequence", "position", "schemaVersion");

  private final String json;
  private final JsonParser parser;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, Long> numbers = new HashMap<>();
  private Optional<String> data = Optional.empty();
  private Optional<Metadata> metadata = Optional.empty();

  private EnvelopeReader(String json, JsonParser parser) {
    this.json = json;
    this.parser = parser;
  }

  static RecordedEvent read(String json, EventTypes types) {
    Objects.requireNonNull(types, "types");
    try (JsonParser parser = ENVELOPES.createParser(ObjectReadContext.empty(), json)) {
      return new EnvelopeReader(json, parser).read(types);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "it is not JSON: there is a flaw at character "
              + Math.max(1, e.getLocation() == null ? 1 : e.getLocation().getCharOffset() + 1));
    }
  }

  private RecordedEvent read(EventTypes types) {
    require(parser.nextToken() == JsonToken.START_OBJECT, "it is not a JSON object");
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      boolean first = true;
      if (TEXTS.contains(name)) {
        first = texts.put(name, text(name, value)) == null;
      } else if (NUMBERS.contains(name)) {
        first = numbers.put(name, number(name, value)) == null;
      } else if (name.equals("data")) {
        first = data.isEmpty();
        data = Optional.of(payload(value));
      } else if (name.equals("meta")) {
        first = metadata.isEmpty();
        metadata = Optional.of(metadata(value));
      } else {
        throw new IllegalArgumentException("it has a member that no envelope has");
      }
      require(first, "it has '" + name + "' twice");
    }
    require(parser.nextToken() == null, "something follows the JSON object");
    return event(types);
  }

  private RecordedEvent event(EventTypes types) {
    long version = number("schemaVersion");
    require(version == (int) version, "'schemaVersion' is out of range");
    return RecordedEvent.stored(
        new StreamId(text("aggregateType"), text("aggregateId")),
        number("sequence"),
        number("position"),
        id(text("eventId")),
        metadata.orElseThrow(() -> missing("meta")),
        new EncodedEvent(type(), (int) version, data.orElseThrow(() -> missing("data"))),
        types);
  }

  private String type() {
    String type = text("type");
    require(
        !type.isEmpty() && type.length() <= LONGEST_TYPE && StorableText.flawOf(type).isEmpty(),
        "'type' must be storable and have 1 to " + LONGEST_TYPE + " characters");
    return type;
  }

  private static UUID id(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equals(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // said below, without the text
    }
    throw new IllegalArgumentException("'eventId' is no UUID in its usual form");
  }

  /** Cuts an object out of the text, so that not a character of it changes. */
  private String payload(JsonToken value) {
    String payload;
    if (value == JsonToken.START_OBJECT) {
      int begin = (int) parser.currentTokenLocation().getCharOffset();
      parser.skipChildren();
      payload = json.substring(begin, (int) parser.currentLocation().getCharOffset());
    } else {
      require(value == JsonToken.VALUE_STRING, "'data' is neither an object nor a text");
      payload = parser.getString();
    }
    String flaw = StorableText.flawOf(payload);
    require(flaw.isEmpty(), "'data' " + flaw);
    return payload;
  }

  private Metadata metadata(JsonToken begin) {
    require(begin == JsonToken.START_OBJECT, "'meta' is not an object");
    Map<String, String> headers = new HashMap<>();
    Optional<Instant> at = Optional.empty();
    Set<String> seen = new TreeSet<>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      require(seen.add(name), "'meta' has a member twice");
      if (name.equals("at")) {
        at = Optional.of(Instant.ofEpochMilli(number("at", value)));
      } else {
        require(value == JsonToken.VALUE_STRING, "a header in 'meta' is not a text");
        headers.put(name, parser.getString());
      }
    }
    Optional<String> correlationId = Optional.ofNullable(headers.remove("correlationId"));
    Optional<String> causationId = Optional.ofNullable(headers.remove("causationId"));
    return new Metadata(correlationId, causationId, at.orElseThrow(() -> missing("at")), headers);
  }

  private String text(String name, JsonToken value) {
    require(value == JsonToken.VALUE_STRING, "'" + name + "' is not a text");
    return parser.getString();
  }

  private long number(String name, JsonToken value) {
    require(value == JsonToken.VALUE_NUMBER_INT, "'" + name + "' is not a whole number");
    require(parser.getStringLength() <= MOST_DIGITS, "'" + name + "' is out of range");
    return parser.getLongValue();
  }

  private String text(String name) {
    String text = texts.get(name);
    if (text == null) {
      throw missing(name);
    }
    return text;
  }

  private long number(String name) {
    Long number = numbers.get(name);
    if (number == null) {
      throw missing(name);
    }
    require(number >= 1, "'" + name + "' is below 1");
    return number;
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("it has no '" + name + "'");
  }

  private static void require(boolean met, String flaw) {
    if (!met) {
      throw new IllegalArgumentException(flaw);
    }
  }
}

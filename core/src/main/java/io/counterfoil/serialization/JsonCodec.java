package io.counterfoil.serialization;

import io.counterfoil.text.StorableText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;

/**
 * Writes records as JSON and reads them back, exactly. Thread-safe; never blocks.
 *
 * <p>What is written: the components of a record, in the order of their declaration, and nothing
 * else; a component that is null or an empty optional is left out. Enums are written by {@code
 * name()}, values of {@code java.time} as ISO-8601 text, {@code byte[]} as Base64, decimals with
 * all their digits, maps and sets in the order of their keys' text: equal values give equal text.
 * Where a component has a sealed interface as its type, a member {@code "@type"} holds the simple
 * name of the record; so it does in what is written {@linkplain #encode(Object, Class) as} a sealed
 * interface. Jackson's annotations have no effect.
 *
 * <p>What is read: exactly these forms. Nothing is coerced: {@code "5"} is no number, 1.5 and what
 * is too large are no {@code long}. A missing or null primitive is an error; any other missing or
 * null component reaches the record's constructor as null, which may refuse it, and an optional as
 * empty. Members that the record does not have are ignored. Lists, sets and maps come back
 * unmodifiable. No text can choose a class.
 *
 * <p>What is supported: records (generic and recursive ones too), enums, primitives and their
 * boxes, {@code String}, {@code BigDecimal}, {@code BigInteger}, {@code java.time}, {@code UUID},
 * {@code URI}, {@code Currency}, optionals, arrays, {@code List}, {@code Set} and {@code Map} of
 * these, and sealed families of records. {@link #check} refuses anything else.
 *
 * <p>A host that is a module of its own {@code opens} the packages of its events, states and
 * commands to {@code tools.jackson.databind}.
 */
public final class JsonCodec implements EventCodec {

  /** How deep a payload may be nested, in writing as in reading. */
  public static final int DEEPEST = 200;

  /** How many characters the text of a payload may have, in writing as in reading: 20 Mi. */
  public static final int LONGEST_TEXT = 20 * 1024 * 1024;

  static final String LIMITS = "a depth of " + DEEPEST + " or " + LONGEST_TEXT + " characters";

  private final JsonMapper mapper = ExactMapper.create();
  private final ObjectWriter plainWriter = mapper.writer();
  private final ObjectReader plainReader = mapper.readerFor(Object.class);
  private final ClassValue<Binding> bindings =
      new ClassValue<>() {
        @Override
        protected Binding computeValue(Class<?> type) {
          return bind(type);
        }
      };

  private record Binding(ObjectWriter writer, ObjectReader reader) {}

  private JsonCodec() {}

  /**
   * Creates the codec.
   *
   * @return a codec
   */
  public static JsonCodec create() {
    return new JsonCodec();
  }

  /**
   * Writes a value: a record, a simple value such as a {@code String}, or a map from names to such
   * texts, truth values, whole numbers, decimals, lists and maps as {@link #readObject} returns.
   *
   * @param value what to write
   * @return its JSON text, in one line
   * @throws UnreadablePayload if it cannot be written
   */
  @Override
  public String encode(Object value) {
    return encode(value, Objects.requireNonNull(value, "value").getClass(), () -> writer(value));
  }

  private static String encode(Object value, Class<?> type, Supplier<ObjectWriter> writer) {
    String text;
    try {
      text = writer.get().writeValueAsString(value);
    } catch (JacksonException e) {
      throw new UnreadablePayload(type.getName(), Reasons.of(e));
    } catch (IllegalArgumentException e) {
      throw new UnreadablePayload(type.getName(), Objects.requireNonNull(e.getMessage()));
    }
    requireShort(text, type);
    String flaw = StorableText.flawOf(text);
    if (!flaw.isEmpty()) {
      throw new UnreadablePayload(type.getName(), "its JSON text " + flaw);
    }
    return text;
  }

  /**
   * Writes a value that will be read back as a type: its own, or a sealed family of records that it
   * is of. The text then names the record, as it does where the family is the type of a component.
   *
   * @param value what to write
   * @param type what it will be read back as
   * @return its JSON text, in one line
   * @throws UnreadablePayload if it cannot be written, or not be read back as the type
   */
  @Override
  public String encode(Object value, Class<?> type) {
    if (!RecordIntrospector.isFamily(type) || !type.isInstance(value)) {
      return EventCodec.super.encode(value, type);
    }
    return encode(value, type, () -> bindings.get(type).writer());
  }

  @Override
  public <T> T decode(String text, Class<T> type) {
    Objects.requireNonNull(text, "text");
    ObjectReader reader;
    try {
      reader = bindings.get(Objects.requireNonNull(type, "type")).reader();
    } catch (IllegalArgumentException e) {
      throw new UnreadablePayload(type.getName(), Objects.requireNonNull(e.getMessage()));
    }
    return type.cast(read(text, reader, type));
  }

  /**
   * Reads a JSON object as a map, for what has no record of its own: headers, rejections.
   *
   * @param text a JSON object
   * @return its members, in their order and without those that are null: {@code String}, {@code
   *     Boolean}, {@code Long} (or {@code BigInteger} beyond its range), {@code BigDecimal}, {@code
   *     List} and {@code Map}; unmodifiable
   * @throws UnreadablePayload if the text is no JSON object
   */
  @SuppressWarnings("unchecked") // the names of members are text
  public Map<String, Object> readObject(String text) {
    Object value = read(Objects.requireNonNull(text, "text"), plainReader, Map.class);
    if (!(value instanceof Map)) {
      throw new UnreadablePayload(Map.class.getName(), "expected an object");
    }
    return (Map<String, Object>) value;
  }

  @Override
  public void check(Class<?> type) {
    bindings.get(Objects.requireNonNull(type, "type"));
  }

  private ObjectWriter writer(Object value) {
    if (value instanceof Map<?, ?> map) {
      requirePlain(map);
      return plainWriter;
    }
    Class<?> type = value instanceof Enum<?> e ? e.getDeclaringClass() : value.getClass();
    return bindings.get(type).writer();
  }

  private static void requirePlain(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> requireSupported(key instanceof String, key));
      map.values().forEach(JsonCodec::requirePlain);
    } else if (value instanceof List<?> list) {
      list.forEach(JsonCodec::requirePlain);
    } else {
      requireSupported(value != null && Scalars.of(value.getClass()) != null, value);
    }
  }

  private static void requireSupported(boolean supported, @Nullable Object value) {
    if (!supported) {
      throw new IllegalArgumentException(
          "a map outside a record holds "
              + (value == null ? "null" : "a " + value.getClass().getName())
              + "; it may hold simple values under names of type String");
    }
  }

  private static Object read(String text, ObjectReader reader, Class<?> type) {
    requireShort(text, type);
    Object value;
    try {
      value = reader.readValue(text);
    } catch (JacksonException e) {
      throw new UnreadablePayload(type.getName(), Reasons.of(e));
    }
    if (value == null) {
      throw new UnreadablePayload(type.getName(), "it is null");
    }
    return value;
  }

  private static void requireShort(String text, Class<?> type) {
    if (text.length() > LONGEST_TEXT) {
      throw new UnreadablePayload(
          type.getName(), "it has " + text.length() + " characters, more than " + LONGEST_TEXT);
    }
  }

  /** Builds the reader and the writer for good: what Jackson cannot do shows here. */
  private Binding bind(Class<?> type) {
    TypeCheck.check(mapper, type);
    try {
      ObjectWriter writer = mapper.writerFor(type);
      writer.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base());
      ObjectReader reader = mapper.readerFor(type);
      reader.readValue("null");
      return new Binding(writer, reader);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be written as JSON and read back: " + e.getOriginalMessage(),
          e);
    }
  }
}

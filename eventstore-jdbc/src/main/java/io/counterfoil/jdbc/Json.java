package io.counterfoil.jdbc;

import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Rejection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what the store itself keeps as JSON, headers and rejections, and reads it back exactly.
 */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final TypeReference<TreeMap<String, String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<StoredRejection> REJECTION = new TypeReference<>() {};

  private Json() {}

  /** Answers null when there are no headers: most events have none. */
  static @Nullable String headers(Map<String, String> headers) {
    return headers.isEmpty() ? null : MAPPER.writeValueAsString(headers);
  }

  static Map<String, String> headers(@Nullable String json) {
    return json == null ? Map.of() : read(json, TEXTS, "headers");
  }

  static @Nullable String rejection(Optional<Rejection> rejection) {
    return rejection
        .map(no -> new StoredRejection(no.code(), no.message(), no.data()))
        .map(MAPPER::writeValueAsString)
        .orElse(null);
  }

  static Optional<Rejection> rejection(@Nullable String json) {
    if (json == null) {
      return Optional.empty();
    }
    StoredRejection no = read(json, REJECTION, "a rejection");
    return Optional.of(new Rejection(no.code, no.message, no.data));
  }

  private static <T> T read(String json, TypeReference<T> type, String what) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new EventStoreException(
          "the stored JSON of " + what + " cannot be read: " + e.getOriginalMessage(), null);
    }
  }

  private record StoredRejection(String code, String message, Map<String, Object> data) {}
}

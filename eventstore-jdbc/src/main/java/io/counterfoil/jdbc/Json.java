package io.counterfoil.jdbc;

import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Rejection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the store itself keeps as JSON, headers and rejections, and reads it back exactly,
 * with the codec of the payloads: it reads all that it writes.
 */
final class Json {
  private static final JsonCodec CODEC = JsonCodec.create();

  private Json() {}

  /** Answers null when there are no headers: most events have none. */
  static @Nullable String headers(Map<String, String> headers) {
    return headers.isEmpty() ? null : CODEC.encode(headers);
  }

  static Map<String, String> headers(@Nullable String json) {
    if (json == null) {
      return Map.of();
    }
    Map<String, String> headers = new TreeMap<>();
    read(json, "headers").forEach((name, value) -> headers.put(name, text(name, value)));
    return headers;
  }

  private static String text(String name, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new EventStoreException("the stored header '" + name + "' is no text", null);
  }

  static @Nullable String rejection(Optional<Rejection> rejection) {
    return rejection
        .map(no -> Map.of("code", no.code(), "message", no.message(), "data", no.data()))
        .map(CODEC::encode)
        .orElse(null);
  }

  @SuppressWarnings("unchecked") // as it was written
  static Optional<Rejection> rejection(@Nullable String json) {
    if (json == null) {
      return Optional.empty();
    }
    Map<String, Object> no = read(json, "a rejection");
    return Optional.of(
        new Rejection(
            (String) member(no, "code"),
            (String) member(no, "message"),
            (Map<String, Object>) member(no, "data")));
  }

  private static Object member(Map<String, Object> of, String name) {
    return Objects.requireNonNull(of.get(name), name);
  }

  private static Map<String, Object> read(String json, String what) {
    try {
      return CODEC.readObject(json);
    } catch (UnreadablePayload e) {
      throw new EventStoreException("the stored JSON of " + what + " cannot be read", e);
    }
  }
}

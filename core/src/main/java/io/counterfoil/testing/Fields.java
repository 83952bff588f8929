package io.counterfoil.testing;

import io.counterfoil.serialization.JsonCodec;
import io.counterfoil.serialization.UnreadablePayload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a value apart into its fields, by the JSON that is written of it: {@code amountCents}, and
 * inside others {@code details.text} and {@code lines[1].item}.
 */
final class Fields {
  private static final JsonCodec JSON = JsonCodec.create();

  private final Map<String, String> texts = new LinkedHashMap<>();

  private Fields() {}

  /** Answers the fields, or nothing if what was written is no JSON object. */
  static Optional<Map<String, String>> of(String written) {
    Map<String, Object> members;
    try {
      members = JSON.readObject(written);
    } catch (UnreadablePayload e) {
      return Optional.empty();
    }
    Fields fields = new Fields();
    members.forEach(fields::add);
    return Optional.of(fields.texts);
  }

  private void add(String path, Object value) {
    if (value instanceof Map<?, ?> members && !members.isEmpty()) {
      members.forEach((name, member) -> add(path + "." + name, member));
    } else if (value instanceof List<?> elements && !elements.isEmpty()) {
      for (int i = 0; i < elements.size(); i++) {
        add(path + "[" + i + "]", elements.get(i));
      }
    } else {
      texts.put(path, value instanceof String ? "\"" + value + "\"" : value.toString());
    }
  }
}

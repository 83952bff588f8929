package io.counterfoil.serialization;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads payloads as trees and writes trees as text, within the limits of {@link JsonCodec} and
 * without losing a digit: by default a tree makes 1.1 of 1.10, and a double of a long decimal.
 */
final class JsonTree {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(ExactMapper.factory())
          .enable(
              DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(
              JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES,
              JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .build();

  private JsonTree() {}

  static ObjectNode read(EventVersion version, String text) {
    @Nullable JsonNode tree;
    try {
      tree = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UnreadablePayload(version.type(), Reasons.of(e));
    }
    if (tree instanceof ObjectNode object) {
      return object;
    }
    throw new UnreadablePayload(version.type(), "expected an object");
  }

  static String write(EventVersion version, ObjectNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JacksonException e) {
      throw new UnreadablePayload(
          version.type(), "an upcaster made of it what is no JSON: " + Reasons.of(e));
    }
  }
}

package io.counterfoil.store;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * Puts payloads into an envelope so that they come out again character for character: a JSON object
 * in one line as it is, any other text as a JSON string.
 */
final class EmbeddedPayload {
  /** What is nested deeper is written as a string, too: the envelope can always be read. */
  private static final int DEEPEST = 500;

  private static final JsonFactory PAYLOADS = factory(DEEPEST);

  private EmbeddedPayload() {}

  /** Reads envelopes: the payload lies in an object. */
  static JsonFactory envelopes() {
    return factory(DEEPEST + 1);
  }

  private static JsonFactory factory(int deepest) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(deepest)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  static String write(String payload) {
    return isObjectInOneLine(payload) ? payload : quoted(payload);
  }

  private static boolean isObjectInOneLine(String payload) {
    if (!payload.startsWith("{")
        || !payload.endsWith("}")
        || payload.indexOf('\n') >= 0
        || payload.indexOf('\r') >= 0) {
      return false;
    }
    try (JsonParser parser = PAYLOADS.createParser(ObjectReadContext.empty(), payload)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          && parser.skipChildren() == parser
          && parser.currentToken() == JsonToken.END_OBJECT
          && parser.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String quoted(String payload) {
    StringBuilder text = new StringBuilder(payload.length() + 16).append('"');
    JsonStringEncoder.getInstance().quoteAsString(payload, text);
    return text.append('"').toString();
  }
}

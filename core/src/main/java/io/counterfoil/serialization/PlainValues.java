package io.counterfoil.serialization;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads what has no type of its own, without losing a digit. */
final class PlainValues extends StdDeserializer<Object> {
  PlainValues() {
    super(Object.class);
  }

  @Override
  public Object deserialize(JsonParser json, DeserializationContext context) {
    return read(json);
  }

  private static Object read(JsonParser json) {
    return switch (json.currentToken()) {
      case VALUE_STRING -> json.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NUMBER_INT -> whole(json);
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case START_ARRAY -> list(json);
      case START_OBJECT -> map(json);
      default -> throw new Flaw(json, "expected a value, but there is null");
    };
  }

  private static Object whole(JsonParser json) {
    return json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? json.getBigIntegerValue()
        : (Object) json.getLongValue();
  }

  private static List<Object> list(JsonParser json) {
    List<Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(json));
    }
    return Collections.unmodifiableList(list);
  }

  private static Map<String, Object> map(JsonParser json) {
    Map<String, Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_NULL) { // null is how others write what is absent
        map.put(name, read(json));
      }
    }
    return Collections.unmodifiableMap(map);
  }
}

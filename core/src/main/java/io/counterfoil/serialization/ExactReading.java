package io.counterfoil.serialization;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;

/** Reads enums and families in the one form that they are written in; Jackson knows more. */
final class ExactReading {
  private ExactReading() {}

  /** Takes the name of a constant, neither trimmed nor in another case. */
  static ValueDeserializer<Object> constants(Class<?> type) {
    return new StdDeserializer<>(type) {
      private final Map<String, Object> byName = byName(type);

      @Override
      public Object deserialize(JsonParser json, DeserializationContext context) {
        Object constant =
            json.currentToken() == JsonToken.VALUE_STRING ? byName.get(json.getString()) : null;
        if (constant == null) {
          throw new Flaw(json, expected(type));
        }
        return constant;
      }
    };
  }

  static KeyDeserializer constantsAsKeys(Class<?> type) {
    return new KeyDeserializer() {
      private final Map<String, Object> byName = byName(type);

      @Override
      public Object deserializeKey(String name, DeserializationContext context) {
        Object constant = byName.get(name);
        if (constant == null) {
          throw new Flaw(context.getParser(), expected(type));
        }
        return constant;
      }
    };
  }

  private static Map<String, Object> byName(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .collect(
            Collectors.toUnmodifiableMap(
                constant -> ((Enum<?>) constant).name(), Function.identity()));
  }

  private static String expected(Class<?> type) {
    return "expected the name of a constant of " + type.getName();
  }

  /** Takes an object that holds its type, not an array of the two. */
  static final class Family extends DelegatingDeserializer {
    Family(ValueDeserializer<?> lenient) {
      super(lenient);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> lenient) {
      return new Family(lenient);
    }

    @Override
    public Object deserializeWithType(
        JsonParser json, DeserializationContext context, TypeDeserializer types) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new Flaw(json, "expected an object with \"" + RecordIntrospector.TYPE_MEMBER + "\"");
      }
      return super.deserializeWithType(json, context, types);
    }
  }
}

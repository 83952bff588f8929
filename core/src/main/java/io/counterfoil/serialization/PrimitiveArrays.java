package io.counterfoil.serialization;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes and reads arrays of primitives by the rules of their elements. */
final class PrimitiveArrays {
  private PrimitiveArrays() {}

  @SuppressWarnings("unchecked") // the class of an array of the scalar's primitive
  static <T, A> void add(SimpleModule module, Scalar<T> scalar, Class<?> arrayType) {
    Class<A> type = (Class<A>) arrayType;
    module.addSerializer(type, new Writing<>(type, scalar));
    module.addDeserializer(type, new Reading<>(type, scalar));
  }

  private static final class Writing<A, T> extends StdSerializer<A> {
    private final Scalar<T> scalar;

    Writing(Class<A> type, Scalar<T> scalar) {
      super(type);
      this.scalar = scalar;
    }

    @Override
    public void serialize(A array, JsonGenerator json, SerializationContext context) {
      json.writeStartArray();
      for (int i = 0; i < Array.getLength(array); i++) {
        scalar.writer().write(scalar.type().cast(Array.get(array, i)), json);
      }
      json.writeEndArray();
    }
  }

  private static final class Reading<A, T> extends StdDeserializer<A> {
    private final Class<A> type;
    private final Scalar<T> scalar;

    Reading(Class<A> type, Scalar<T> scalar) {
      super(type);
      this.type = type;
      this.scalar = scalar;
    }

    @Override
    public A deserialize(JsonParser json, DeserializationContext context) {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw new Flaw(json, "expected an array");
      }
      List<T> elements = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        try {
          elements.add(ScalarModule.read(scalar, json));
        } catch (Flaw e) {
          e.prependPath(elements, elements.size());
          throw e;
        }
      }
      Object array = Array.newInstance(type.getComponentType(), elements.size());
      for (int i = 0; i < elements.size(); i++) {
        Array.set(array, i, elements.get(i));
      }
      return type.cast(array);
    }
  }
}

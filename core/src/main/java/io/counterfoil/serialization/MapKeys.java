package io.counterfoil.serialization;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes the keys of maps as text and reads them back. */
final class MapKeys {
  private MapKeys() {}

  /** The text of a key, which is also what keys and the elements of sets are sorted by. */
  static String text(Object key) {
    if (key instanceof Enum<?> constant) {
      return constant.name();
    }
    Scalar<?> scalar = Scalars.of(key.getClass());
    if (scalar == null) {
      throw new Flaw(null, key.getClass().getName() + " has no form as a key");
    }
    return text(scalar, key);
  }

  static void requirePresent(@Nullable Object key) {
    if (key == null) {
      throw new Flaw(null, "a key of a map, or an element of a set, is null");
    }
  }

  private static <T> String text(Scalar<T> scalar, Object key) {
    Scalar.TextForm<T> form = scalar.textForm();
    if (form == null) {
      throw new Flaw(null, scalar.type().getName() + " has no form as a key");
    }
    return form.write().apply(scalar.type().cast(key));
  }

  static final class Writing extends StdSerializer<Object> {
    Writing() {
      super(Object.class);
    }

    @Override
    public void serialize(Object key, JsonGenerator json, SerializationContext context) {
      json.writeName(text(key));
    }
  }

  static final class Reading<T> extends KeyDeserializer {
    private final Scalar<T> scalar;
    private final Scalar.TextForm<T> form;

    Reading(Scalar<T> scalar, Scalar.TextForm<T> form) {
      this.scalar = scalar;
      this.form = form;
    }

    @Override
    public Object deserializeKey(String text, DeserializationContext context) {
      T key;
      try {
        key = form.parse().apply(text);
      } catch (RuntimeException e) {
        throw new Flaw(context.getParser(), "expected as a key " + scalar.expected());
      }
      // "1" and "01" would be one key, and the value of one of them would be lost.
      if (!form.write().apply(key).equals(text)) {
        throw new Flaw(context.getParser(), "expected as a key " + scalar.expected());
      }
      return key;
    }
  }
}

package io.counterfoil.serialization;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.util.AccessPattern;

/** Puts the scalars in the place of Jackson's own, which coerce. */
final class ScalarModule {
  private static final Map<Class<?>, Class<?>> PRIMITIVES =
      Map.of(
          Boolean.class, boolean.class,
          Character.class, char.class,
          Byte.class, byte.class,
          Short.class, short.class,
          Integer.class, int.class,
          Long.class, long.class,
          Float.class, float.class,
          Double.class, double.class);

  private ScalarModule() {}

  static SimpleModule create() {
    SimpleModule module = new SimpleModule("counterfoil-scalars");
    module.addDeserializer(Object.class, new PlainValues());
    module.addKeySerializer(Object.class, new MapKeys.Writing());
    module.addSerializer(new EnumNames());
    Scalars.all().forEach(scalar -> add(module, scalar));
    return module;
  }

  @SuppressWarnings("unchecked") // a primitive and its box share their Class's parameter
  private static <T> void add(SimpleModule module, Scalar<T> scalar) {
    Class<T> type = scalar.type();
    module.addSerializer(type, new Writing<>(scalar));
    module.addDeserializer(type, new Reading<>(scalar, type));
    Class<T> primitive = (Class<T>) PRIMITIVES.get(type);
    if (primitive != null) {
      module.addSerializer(primitive, new Writing<>(scalar));
      module.addDeserializer(primitive, new Reading<>(scalar, primitive));
      addArray(module, scalar, primitive);
    }
    if (scalar.textForm() != null) {
      module.addKeyDeserializer(type, new MapKeys.Reading<>(scalar, scalar.textForm()));
    }
  }

  private static <T> void addArray(SimpleModule module, Scalar<T> scalar, Class<T> primitive) {
    if (primitive != byte.class) { // bytes are Base64 text
      PrimitiveArrays.add(module, scalar, primitive.arrayType());
    }
  }

  /** Reads the token that the parser stands at; a misfit says what was expected, never what was. */
  static <T> T read(Scalar<T> scalar, JsonParser json) {
    try {
      return scalar.reader().read(json);
    } catch (InputCoercionException e) {
      throw new Flaw(json, "expected " + scalar.expected());
    } catch (JacksonException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Flaw(json, "expected " + scalar.expected());
    }
  }

  /** For every enum: Jackson has a form of its own for some of the JDK's, such as months. */
  private static final class EnumNames extends StdSerializer<Enum<?>> {
    EnumNames() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum<?> constant, JsonGenerator json, SerializationContext context) {
      json.writeString(constant.name());
    }

    @Override
    public void serializeWithType(
        Enum<?> constant, JsonGenerator json, SerializationContext context, TypeSerializer types) {
      serialize(constant, json, context);
    }
  }

  private static final class Writing<T> extends StdSerializer<T> {
    private final Scalar<T> scalar;

    Writing(Scalar<T> scalar) {
      super(scalar.type());
      this.scalar = scalar;
    }

    @Override
    public void serialize(T value, JsonGenerator json, SerializationContext context) {
      scalar.writer().write(value, json);
    }

    @Override
    public boolean isEmpty(SerializationContext context, T value) {
      return value.equals(Scalars.absent(scalar.type()));
    }
  }

  private static final class Reading<T> extends StdDeserializer<T> {
    private final Scalar<T> scalar;
    private final boolean primitive;

    Reading(Scalar<T> scalar, Class<T> type) {
      super(type);
      this.scalar = scalar;
      this.primitive = type.isPrimitive();
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) {
      return read(scalar, json);
    }

    @Override
    public T deserializeWithType(
        JsonParser json, DeserializationContext context, TypeDeserializer types) {
      return read(scalar, json);
    }

    @Override
    public @Nullable Object getNullValue(DeserializationContext context) {
      return orAbsent(context, "is null, but expected is ");
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return orAbsent(context, "is missing, but expected is ");
    }

    private @Nullable Object orAbsent(DeserializationContext context, String problem) {
      if (primitive) {
        throw new Flaw(context.getParser(), problem + scalar.expected());
      }
      return Scalars.absent(scalar.type());
    }

    @Override
    public AccessPattern getNullAccessPattern() {
      return AccessPattern.DYNAMIC;
    }
  }
}

package io.counterfoil.examples.avro;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java records into Avro's and back, component by component: whole numbers, truth values,
 * texts, days (as {@code int}), records of these, and optionals (as unions with {@code null}).
 */
final class AvroRecords {
  private final ClassValue<Shape> shapes =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return Shape.of(type);
        }
      };

  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      try {
        Constructor<?> canonical =
            type.getDeclaredConstructor(
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
        canonical.setAccessible(true);
        for (RecordComponent component : components) {
          component.getAccessor().setAccessible(true);
        }
        return new Shape(List.of(components), canonical);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(type.getName() + " is no record", e);
      }
    }
  }

  void check(Class<?> type, Schema schema) {
    for (RecordComponent component : shapes.get(type).components()) {
      if (schema.getField(component.getName()) == null) {
        throw new IllegalArgumentException(
            "the Avro schema "
                + schema.getName()
                + " has no field "
                + component.getName()
                + " for "
                + type.getName());
      }
    }
  }

  GenericRecord toAvro(Object value, Schema schema) {
    GenericRecord avro = new GenericData.Record(schema);
    for (RecordComponent component : shapes.get(value.getClass()).components()) {
      Object content = content(component, value);
      avro.put(
          component.getName(), valueToAvro(content, schema.getField(component.getName()).schema()));
    }
    return avro;
  }

  private static Object content(RecordComponent component, Object of) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("component " + component.getName() + " cannot be read", e);
    }
  }

  private @Nullable Object valueToAvro(Object content, Schema schema) {
    if (content instanceof Optional<?> optional) {
      Schema present = schema.getTypes().get(1);
      return optional.isEmpty() ? null : valueToAvro(optional.get(), present);
    }
    if (content instanceof LocalDate day) {
      return Math.toIntExact(day.toEpochDay());
    }
    return content instanceof Record record ? toAvro(record, schema) : content;
  }

  Object fromAvro(GenericRecord avro, Class<?> type) {
    Shape shape = shapes.get(type);
    @Nullable Object[] contents = new Object[shape.components().size()];
    for (int i = 0; i < contents.length; i++) {
      RecordComponent component = shape.components().get(i);
      contents[i] = valueFromAvro(avro.get(component.getName()), component.getGenericType());
    }
    try {
      return shape.constructor().newInstance(contents);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    }
  }

  private @Nullable Object valueFromAvro(@Nullable Object avro, Type type) {
    if (type instanceof ParameterizedType optional) {
      return Optional.ofNullable(avro)
          .map(there -> valueFromAvro(there, optional.getActualTypeArguments()[0]));
    }
    if (avro instanceof GenericRecord record) {
      return fromAvro(record, (Class<?>) type);
    }
    if (type == LocalDate.class && avro instanceof Integer day) {
      return LocalDate.ofEpochDay(day);
    }
    return avro instanceof CharSequence text ? text.toString() : avro;
  }
}

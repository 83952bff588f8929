package io.counterfoil.serialization;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Writes maps and sets in the order of their keys' text, so that equal ones give equal text.
 * Jackson's own sorting leaves a {@code SortedMap} in its order, whatever that is.
 */
final class SortedContents extends ValueSerializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueSerializer<?> modifyMapSerializer(
      SerializationConfig config,
      MapType type,
      BeanDescription.Supplier description,
      ValueSerializer<?> serializer) {
    return new SortedMapWriting(serializer);
  }

  @Override
  public ValueSerializer<?> modifyCollectionSerializer(
      SerializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueSerializer<?> serializer) {
    return Set.class.isAssignableFrom(type.getRawClass()) ? new SortedSetWriting() : serializer;
  }

  private static final class SortedMapWriting extends ValueSerializer<Object> {
    private final ValueSerializer<Object> unsorted;

    @SuppressWarnings("unchecked") // it is only given what it is for, in another order
    SortedMapWriting(ValueSerializer<?> unsorted) {
      this.unsorted = (ValueSerializer<Object>) unsorted;
    }

    @Override
    public void resolve(SerializationContext context) {
      unsorted.resolve(context);
    }

    @Override
    public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty of) {
      return new SortedMapWriting(unsorted.createContextual(context, of));
    }

    @Override
    public void serialize(Object value, JsonGenerator json, SerializationContext context) {
      unsorted.serialize(sorted((Map<?, ?>) value), json, context);
    }

    @Override
    public boolean isEmpty(SerializationContext context, Object value) {
      return unsorted.isEmpty(context, value);
    }

    @Override
    public void acceptJsonFormatVisitor(JsonFormatVisitorWrapper visitor, JavaType type) {
      unsorted.acceptJsonFormatVisitor(visitor, type);
    }
  }

  private static Map<?, ?> sorted(Map<?, ?> map) {
    map.keySet().forEach(MapKeys::requirePresent);
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    entries.sort(Comparator.comparing(entry -> MapKeys.text(entry.getKey())));
    Map<Object, Object> sorted = new LinkedHashMap<>();
    entries.forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** Needs no serializer for the elements: they are enums or scalars. */
  private static final class SortedSetWriting extends StdSerializer<Set<?>> {
    SortedSetWriting() {
      super(Set.class);
    }

    @Override
    public void serialize(Set<?> set, JsonGenerator json, SerializationContext context) {
      set.forEach(MapKeys::requirePresent);
      List<Object> sorted = new ArrayList<>(set);
      sorted.sort(Comparator.comparing(MapKeys::text));
      json.writeStartArray();
      for (Object element : sorted) {
        if (element instanceof Enum<?> constant) {
          json.writeString(constant.name());
        } else {
          Scalars.writeElement(element, json);
        }
      }
      json.writeEndArray();
    }
  }
}

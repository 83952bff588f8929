package io.counterfoil.serialization;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/** Reads lists, sets and maps as ones that nobody can change: readers share the payloads. */
final class FixedContents extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueDeserializer<?> modifyCollectionDeserializer(
      DeserializationConfig config,
      CollectionType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return new Fixing(deserializer);
  }

  @Override
  public ValueDeserializer<?> modifyMapDeserializer(
      DeserializationConfig config,
      MapType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return new Fixing(deserializer);
  }

  private static final class Fixing extends DelegatingDeserializer {
    Fixing(ValueDeserializer<?> changeable) {
      super(changeable);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> changeable) {
      return new Fixing(changeable);
    }

    @Override
    public Object deserialize(JsonParser json, DeserializationContext context) {
      return fixed(super.deserialize(json, context));
    }
  }

  private static Object fixed(Object contents) {
    if (contents instanceof List<?> list) {
      return Collections.unmodifiableList(list);
    }
    if (contents instanceof Set<?> set) {
      return Collections.unmodifiableSet(set);
    }
    return contents instanceof Map<?, ?> map ? Collections.unmodifiableMap(map) : contents;
  }
}

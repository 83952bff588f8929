package io.counterfoil.serialization;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.type.CollectionType;
import tools.jackson.databind.type.MapType;

/**
 * Puts our own readers in the place of Jackson's. Lists, sets and maps become ones that nobody can
 * change, since readers share the payloads.
 */
final class ReadingForms extends ValueDeserializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public ValueDeserializer<?> modifyEnumDeserializer(
      DeserializationConfig config,
      JavaType type,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return ExactReading.constants(type.getRawClass());
  }

  @Override
  public KeyDeserializer modifyKeyDeserializer(
      DeserializationConfig config, JavaType type, KeyDeserializer deserializer) {
    return type.isEnumType() ? ExactReading.constantsAsKeys(type.getRawClass()) : deserializer;
  }

  @Override
  public ValueDeserializer<?> modifyDeserializer(
      DeserializationConfig config,
      BeanDescription.Supplier description,
      ValueDeserializer<?> deserializer) {
    return RecordIntrospector.isFamily(description.getBeanClass())
        ? new ExactReading.Family(deserializer)
        : deserializer;
  }

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

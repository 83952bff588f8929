package io.counterfoil.serialization;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.counterfoil.EventFamily;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMethod;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;

/**
 * Tells Jackson what a record and a sealed family are, in the place of annotations: a host's own
 * have no effect, so that none can change the stored form or let a text choose a class.
 */
final class RecordIntrospector extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /** The member that names which record of a sealed family follows; no component can have it. */
  static final String TYPE_MEMBER = "@type";

  private static final JsonTypeInfo.Value BY_SIMPLE_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, TYPE_MEMBER, null, false, true);

  /** An enum whose constants have bodies is sealed too, and so is ZoneId on newer Java. */
  static boolean isFamily(Class<?> type) {
    return type.isSealed() && !type.isEnum() && !Scalars.contains(type);
  }

  @Override
  public String @Nullable [] findSerializationPropertyOrder(
      MapperConfig<?> config, AnnotatedClass type) {
    if (!type.getRawType().isRecord()) {
      return null;
    }
    return Arrays.stream(type.getRawType().getRecordComponents())
        .map(RecordComponent::getName)
        .toArray(String[]::new);
  }

  /** Of all constructors and factories the canonical constructor alone is one. */
  @Override
  public JsonCreator.@Nullable Mode findCreatorAnnotation(
      MapperConfig<?> config, Annotated annotated) {
    if (annotated instanceof AnnotatedConstructor constructor
        && constructor.getDeclaringClass().isRecord()) {
      Class<?>[] components =
          Arrays.stream(constructor.getDeclaringClass().getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      return Arrays.equals(constructor.getAnnotated().getParameterTypes(), components)
          ? null
          : JsonCreator.Mode.DISABLED;
    }
    return annotated instanceof AnnotatedMethod ? JsonCreator.Mode.DISABLED : null;
  }

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    return annotated instanceof AnnotatedClass type && isFamily(type.getRawType())
        ? BY_SIMPLE_NAME
        : null;
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    if (!(annotated instanceof AnnotatedClass type) || !isFamily(type.getRawType())) {
      return null;
    }
    return EventFamily.of(type.getRawType()).members().stream()
        .map(member -> new NamedType(member, member.getSimpleName()))
        .toList();
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
    return type.getRawType().isRecord() ? type.getRawType().getSimpleName() : null;
  }
}

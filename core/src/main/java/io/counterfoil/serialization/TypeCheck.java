package io.counterfoil.serialization;

import io.counterfoil.EventFamily;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Walks through all that a type is made of and refuses what has no exact form in JSON. */
final class TypeCheck {
  private static final Set<Class<?>> OPTIONAL =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  private final JsonMapper mapper;
  private final Class<?> root;
  private final Set<JavaType> seen = new HashSet<>();

  private TypeCheck(JsonMapper mapper, Class<?> root) {
    this.mapper = mapper;
    this.root = root;
  }

  static void check(JsonMapper mapper, Class<?> root) {
    TypeCheck check = new TypeCheck(mapper, root);
    if (root.getTypeParameters().length > 0) {
      throw check.refusal("", "it is generic; wrap it in a record that says of what");
    }
    check.value(mapper.constructType(root), "");
  }

  private void component(JavaType type, String where) {
    if (type.hasRawClass(Optional.class)) {
      value(type.getReferencedType(), where);
    } else if (!OPTIONAL.contains(type.getRawClass())) {
      value(type, where);
    }
  }

  private void value(JavaType type, String where) {
    Class<?> raw = type.getRawClass();
    if (OPTIONAL.contains(raw)) {
      throw refusal(where, "an optional must be a component of a record by itself");
    }
    if (raw.isPrimitive() || raw.isEnum() || Scalars.contains(raw)) {
      return;
    }
    if (raw.isRecord()) {
      record(type, where);
    } else if (RecordIntrospector.isFamily(raw)) {
      family(type, where);
    } else if (raw.isArray()) {
      value(type.getContentType(), where + "[]");
    } else if (raw == List.class) {
      value(type.getContentType(), where + "[]");
    } else if (raw == Set.class) {
      key(type.getContentType(), where, "the elements of a Set");
    } else if (raw == Map.class) {
      key(type.getKeyType(), where, "the keys of a Map");
      value(type.getContentType(), where + "{}");
    } else {
      throw refusal(where, whyNot(raw));
    }
  }

  private void key(JavaType type, String where, String what) {
    Class<?> raw = type.getRawClass();
    Scalar<?> scalar = Scalars.of(raw);
    if (!raw.isEnum() && (scalar == null || scalar.textForm() == null)) {
      throw refusal(
          where,
          what
              + " must be texts, enums, whole numbers or of java.time, but are of "
              + raw.getName());
    }
  }

  private void record(JavaType type, String where) {
    if (!seen.add(type)) {
      return;
    }
    Class<?> raw = type.getRawClass();
    requireOpen(raw, where);
    for (RecordComponent component : raw.getRecordComponents()) {
      String inner = where.isEmpty() ? component.getName() : where + "." + component.getName();
      component(
          mapper.getTypeFactory().resolveMemberType(component.getGenericType(), type.getBindings()),
          inner);
    }
  }

  private void family(JavaType type, String where) {
    Class<?> raw = type.getRawClass();
    Set<? extends Class<?>> members;
    try {
      members = EventFamily.of(raw).members();
    } catch (IllegalArgumentException e) {
      throw refusal(where, Objects.requireNonNull(e.getMessage()));
    }
    Map<String, Class<?>> names = new HashMap<>();
    for (Class<?> member : members) {
      if (!member.isRecord() || member.getTypeParameters().length > 0) {
        throw refusal(
            where, "a member of a family must be a plain record, not " + member.getName());
      }
      if (names.put(member.getSimpleName(), member) != null) {
        throw refusal(where, "two members of the family are named " + member.getSimpleName());
      }
      record(mapper.constructType(member), where);
    }
  }

  /** Only what is open can be made by Jackson; better to hear it now than at the first event. */
  private void requireOpen(Class<?> type, String where) {
    Module home = type.getModule();
    Module jackson = JsonMapper.class.getModule();
    if (!home.isOpen(type.getPackageName(), jackson)) {
      throw refusal(
          where,
          "the module "
              + home.getName()
              + " keeps "
              + type.getName()
              + " closed; declare there: opens "
              + type.getPackageName()
              + " to tools.jackson.databind");
    }
  }

  private static String whyNot(Class<?> raw) {
    if (raw == Object.class) {
      return "Object, a wildcard or a raw type does not say what to read back";
    }
    if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
      return raw.getName() + " is no closed family: make it sealed, or name a concrete type";
    }
    return raw.getName() + " is not supported; use a record, an enum, List, Set, Map or a value";
  }

  private IllegalArgumentException refusal(String where, String why) {
    return new IllegalArgumentException(
        root.getName()
            + " cannot be written as JSON and read back: "
            + (where.isEmpty() ? "" : "component " + where + ": ")
            + why);
  }
}

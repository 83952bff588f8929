package io.counterfoil.serialization;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidTypeIdException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says what is wrong with a payload in words of our own: Jackson's messages quote values, and the
 * keys of a map are values too.
 */
final class Reasons {
  private Reasons() {}

  static String of(JacksonException e) {
    String path = path(e);
    return path.isEmpty() ? problem(e, true) : path + ": " + problem(e, false);
  }

  private static String problem(JacksonException e, boolean atRoot) {
    if (e instanceof Flaw) {
      return e.getOriginalMessage();
    }
    if (e instanceof StreamConstraintsException) {
      return "it is larger or nested deeper than " + JsonCodec.LIMITS;
    }
    if (e instanceof StreamReadException) {
      long offset = e.getLocation() == null ? -1 : e.getLocation().getCharOffset();
      return "it is no well-formed JSON, or has a member twice"
          + (offset < 0 ? "" : ", near character " + offset);
    }
    if (e instanceof InvalidTypeIdException unknown) {
      return "its \""
          + RecordIntrospector.TYPE_MEMBER
          + "\" is missing or names no member of the family "
          + unknown.getBaseType().getRawClass().getName();
    }
    if (e instanceof ValueInstantiationException refused) {
      return "the constructor of "
          + refused.getType().getRawClass().getName()
          + " refused its components"
          + (refused.getCause() == null ? "" : " with " + refused.getCause().getClass().getName());
    }
    if (e instanceof MismatchedInputException mismatched) {
      return "expected " + form(mismatched.getTargetType()) + (atRoot ? " and nothing behind" : "");
    }
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return "it failed with " + cause.getClass().getName();
  }

  private static String form(@Nullable Class<?> type) {
    if (type == null) {
      return "another value";
    }
    if (type.isArray() || Collection.class.isAssignableFrom(type)) {
      return "an array";
    }
    return Map.class.isAssignableFrom(type) ? "an object" : "an object for " + type.getName();
  }

  private static String path(JacksonException e) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else if (isComponent(step.from(), step.getPropertyName())) {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      } else {
        path.append("{}");
      }
    }
    return path.toString();
  }

  private static boolean isComponent(@Nullable Object owner, String name) {
    if (owner == null) {
      return false;
    }
    Class<?> type = owner instanceof Class<?> known ? known : owner.getClass();
    return type.isRecord()
        && Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getName)
            .anyMatch(name::equals);
  }
}

package io.counterfoil.testing;

import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnreadablePayload;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Describes values as text, so that a later look tells whether one was changed in place: by what a
 * codec writes, or by {@code toString} where it has no such form. Thread-safe.
 */
final class Images {
  private final EventCodec codec;
  private final Map<Class<?>, Boolean> writable = new ConcurrentHashMap<>();

  Images(EventTypes types) {
    this.codec = types.codec();
  }

  String of(Object value) {
    if (isWritable(value.getClass())) {
      try {
        return codec.encode(value);
      } catch (UnreadablePayload e) {
        // this value has no form: NaN, perhaps
      }
    }
    return value.toString();
  }

  boolean isWritable(Class<?> type) {
    return writable.computeIfAbsent(type, this::check);
  }

  private boolean check(Class<?> type) {
    try {
      codec.check(type);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Tells whether two states are the same: they are equal, or what is written of them is. Classes
   * that have neither an {@code equals} nor such a form cannot be compared, and count as the same.
   */
  boolean areSame(Object one, Object other) {
    if (one.equals(other)) {
      return true;
    }
    if (isWritable(one.getClass()) && isWritable(other.getClass())) {
      return one.getClass() == other.getClass() && of(one).equals(of(other));
    }
    return !comparesItself(one.getClass());
  }

  private static boolean comparesItself(Class<?> type) {
    try {
      return type.getMethod("equals", Object.class).getDeclaringClass() != Object.class;
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }
}

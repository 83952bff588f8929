package io.counterfoil;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds out what the states of an aggregate are from the first of them. The class alone does not
 * say it where the states are a sealed family: a closed door says nothing of open ones.
 */
final class StateType {
  private StateType() {}

  static Class<?> of(Object initialState) {
    // A constant with a body has a class of its own, that of its enum is meant.
    Class<?> own =
        initialState instanceof Enum<?> constant
            ? constant.getDeclaringClass()
            : initialState.getClass();
    if (!own.isRecord() && !own.isEnum()) {
      return own; // a Long is of a sealed interface, too
    }
    Set<Class<?>> outermost = new LinkedHashSet<>();
    collect(own, outermost);
    return outermost.size() == 1 ? outermost.iterator().next() : own;
  }

  /** Answers whether a type above is sealed. */
  private static boolean collect(Class<?> type, Set<Class<?>> outermost) {
    boolean found = false;
    for (Class<?> above : type.getInterfaces()) {
      boolean higher = collect(above, outermost);
      if (!higher && above.isSealed()) {
        outermost.add(above);
      }
      found |= higher || above.isSealed();
    }
    return found;
  }
}

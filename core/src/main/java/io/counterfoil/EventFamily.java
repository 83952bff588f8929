package io.counterfoil;

import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Lists the members of a closed family of types: a sealed interface with all that it permits, at
 * any depth.
 *
 * <p>Java 17 cannot check a {@code switch} over a sealed interface; whoever builds on a family
 * checks against this list instead, once, when it is built. Immutable and thread-safe.
 *
 * @param <T> the type at the family's root
 */
public final class EventFamily<T> {
  private final Class<T> root;
  private final Set<Class<? extends T>> members;

  private EventFamily(Class<T> root, Set<Class<? extends T>> members) {
    this.root = root;
    this.members = members;
  }

  /**
   * Lists the family under a root.
   *
   * @param root a sealed interface or abstract class, or a single final type
   * @param <T> the type at the family's root
   * @return the family
   * @throws IllegalArgumentException if the family is not closed: a member could have subtypes that
   *     nobody can list
   */
  public static <T> EventFamily<T> of(Class<T> root) {
    Objects.requireNonNull(root, "root");
    Set<Class<? extends T>> members = new LinkedHashSet<>();
    collect(root, root, members);
    return new EventFamily<>(root, Collections.unmodifiableSet(members));
  }

  /**
   * Returns the type at the root.
   *
   * @return the type at the root
   */
  public Class<T> root() {
    return root;
  }

  /**
   * Returns the concrete types, in the order in which they are declared.
   *
   * @return the concrete types; never empty
   */
  public Set<Class<? extends T>> members() {
    return members;
  }

  private static <T> void collect(
      Class<T> root, Class<? extends T> type, Set<Class<? extends T>> members) {
    boolean concrete = !Modifier.isAbstract(type.getModifiers());
    if (type.isSealed()) {
      if (concrete) {
        members.add(type);
      }
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collect(root, permitted.asSubclass(root), members);
      }
    } else if (concrete && Modifier.isFinal(type.getModifiers())) {
      members.add(type);
    } else {
      throw new IllegalArgumentException(
          "the family "
              + root.getName()
              + " is not closed: "
              + type.getName()
              + " can have subtypes that nobody can list; make it sealed, or a record");
    }
  }
}

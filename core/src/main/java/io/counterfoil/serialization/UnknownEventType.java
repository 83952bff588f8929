package io.counterfoil.serialization;

import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Says that no event type of that name, class or schema version is known. */
public final class UnknownEventType extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final transient Set<String> known;

  /**
   * Says what is unknown, and what is known.
   *
   * @param type the logical name, the class or the name with its schema version
   * @param known the logical names that are known
   */
  public UnknownEventType(String type, Set<String> known) {
    super("unknown event type '" + type + "'; known are " + new TreeSet<>(known));
    this.type = Objects.requireNonNull(type, "type");
    this.known = Set.copyOf(known);
  }

  /**
   * Returns what is unknown.
   *
   * @return the logical name, the class or the name with its schema version
   */
  public String type() {
    return type;
  }

  /**
   * Returns what is known.
   *
   * @return the logical names that are known
   */
  public Set<String> known() {
    return known;
  }
}

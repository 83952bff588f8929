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
   * @param type the logical name or the class
   * @param known the logical names that are known
   */
  public UnknownEventType(String type, Set<String> known) {
    this(type, "unknown event type '" + type + "'", known);
  }

  private UnknownEventType(String type, String problem, Set<String> known) {
    super(problem + "; known are " + new TreeSet<>(known));
    this.type = Objects.requireNonNull(type, "type");
    this.known = Set.copyOf(known);
  }

  /**
   * Says that a type is known, but not in that schema version.
   *
   * @param type the logical name
   * @param schemaVersion the version that nothing reads
   * @param known the logical names that are known
   * @return the exception, to be thrown
   */
  static UnknownEventType inVersion(String type, int schemaVersion, Set<String> known) {
    return new UnknownEventType(
        type, "unknown schema version " + schemaVersion + " of event type '" + type + "'", known);
  }

  /**
   * Returns what is unknown.
   *
   * @return the logical name or the class
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

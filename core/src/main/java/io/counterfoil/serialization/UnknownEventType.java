package io.counterfoil.serialization;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Says that no event type of that name, class or schema version is known. */
public final class UnknownEventType extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final int schemaVersion;
  private final transient Set<String> known;

  /**
   * Says what is unknown, and what is known.
   *
   * @param type the logical name or the class
   * @param known the logical names that are known
   */
  public UnknownEventType(String type, Set<String> known) {
    this(type, 0, "unknown event type '" + type + "'", known);
  }

  private UnknownEventType(String type, int schemaVersion, String problem, Set<String> known) {
    super(problem + "; known are " + new TreeSet<>(known));
    this.type = Objects.requireNonNull(type, "type");
    this.schemaVersion = schemaVersion;
    this.known = Set.copyOf(known);
  }

  /**
   * Says that nothing reads a stored form.
   *
   * @param stored the form
   * @param today the version that its type has today; 0 if no event has that name
   * @param known the logical names that are known
   * @return the exception, to be thrown
   */
  static UnknownEventType inVersion(EventVersion stored, int today, Set<String> known) {
    if (today == 0) {
      return new UnknownEventType(
          stored.type(),
          stored.schemaVersion(),
          "unknown event type '" + stored.type() + "'",
          known);
    }
    return new UnknownEventType(
        stored.type(),
        stored.schemaVersion(),
        "unknown schema version "
            + stored.schemaVersion()
            + " of event type '"
            + stored.type()
            + "', which "
            + (stored.schemaVersion() > today
                ? "is newer than this program's " + today + ": a later release wrote it"
                : "is older than this program's " + today + ": no upcaster begins there"),
        known);
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
   * Returns the schema version that is unknown.
   *
   * @return the version of the stored form; empty if the class of an event is unknown
   */
  public OptionalInt schemaVersion() {
    return schemaVersion == 0 ? OptionalInt.empty() : OptionalInt.of(schemaVersion);
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

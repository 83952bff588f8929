package io.counterfoil.serialization;

import java.util.Objects;

/**
 * Names one form in which payloads are, or were, stored. Immutable.
 *
 * @param type the logical name of an event
 * @param schemaVersion the schema version, 1 or more
 */
public record EventVersion(String type, int schemaVersion) {

  /**
   * Checks the version's range.
   *
   * @throws IllegalArgumentException if the version is below 1
   */
  public EventVersion {
    Objects.requireNonNull(type, "type");
    if (schemaVersion < 1) {
      throw new IllegalArgumentException("a schema version is 1 or more, but was " + schemaVersion);
    }
  }

  /** Names the version in the words of messages. */
  @Override
  public String toString() {
    return "'" + type + "' version " + schemaVersion;
  }
}

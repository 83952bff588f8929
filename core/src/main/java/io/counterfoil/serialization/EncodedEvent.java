package io.counterfoil.serialization;

import java.util.Objects;

/**
 * Holds an event in its stored form. Immutable.
 *
 * @param type the logical name
 * @param schemaVersion the schema version that the data was written with, 1 or more
 * @param data the payload as JSON text
 */
public record EncodedEvent(String type, int schemaVersion, String data) {

  /**
   * Checks the version's range.
   *
   * @throws IllegalArgumentException if the version is below 1
   */
  public EncodedEvent {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(data, "data");
    if (schemaVersion < 1) {
      throw new IllegalArgumentException("a schema version is 1 or more, but was " + schemaVersion);
    }
  }
}

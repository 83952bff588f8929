package io.counterfoil.serialization;

import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds one of the payloads that an upcaster makes of a single one, and says in which form it is. A
 * form that is not today's goes on through the upcaster of its own.
 *
 * @param version the form that the tree has
 * @param data the payload
 */
public record EventTree(EventVersion version, ObjectNode data) {

  /** Checks that nothing is null. */
  public EventTree {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(data, "data");
  }

  /**
   * Holds a payload.
   *
   * @param type the logical name of the event
   * @param schemaVersion the schema version that the tree has
   * @param data the payload
   * @return the payload with its form
   */
  public static EventTree of(String type, int schemaVersion, ObjectNode data) {
    return new EventTree(new EventVersion(type, schemaVersion), data);
  }
}

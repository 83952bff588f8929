package io.counterfoil.projection;

import io.counterfoil.projection.declaration.ProjectionName;

/**
 * Names a checkpoint. Immutable.
 *
 * @param projection the projection's name
 * @param version the projection's version, 1 or more
 * @param generation which filling of that version's read model: 1 for the first, and one more with
 *     each rebuild beside it
 * @param slot which part of the streams, 0 or more; 0 where all streams are one part
 */
public record CheckpointId(String projection, int version, int generation, int slot) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the name is no plain identifier, the version or the
   *     generation below 1 or the slot negative
   */
  public CheckpointId {
    ProjectionName.require(projection);
    ProjectionName.requireVersion(version);
    if (generation < 1) {
      throw new IllegalArgumentException("a generation is 1 or more, but was " + generation);
    }
    if (slot < 0) {
      throw new IllegalArgumentException("a slot is not negative, but was " + slot);
    }
  }

  /**
   * Names the checkpoint of the first generation of a read model that is one part.
   *
   * @param projection the projection's name
   * @param version the projection's version, 1 or more
   * @return its id
   */
  public static CheckpointId first(String projection, int version) {
    return new CheckpointId(projection, version, 1, 0);
  }

  /** Names what tells it from others, for people. */
  @Override
  public String toString() {
    return projection
        + " v"
        + version
        + (generation == 1 ? "" : " generation " + generation)
        + (slot == 0 ? "" : " slot " + slot);
  }
}

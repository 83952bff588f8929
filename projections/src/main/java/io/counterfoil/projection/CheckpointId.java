package io.counterfoil.projection;

import io.counterfoil.projection.declaration.ProjectionName;

/**
 * Names a checkpoint. Immutable.
 *
 * @param projection the projection's name
 * @param version the projection's version, 1 or more
 * @param slot which part of the streams, 0 or more; 0 where all streams are one part
 */
public record CheckpointId(String projection, int version, int slot) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the name is no plain identifier, the version below 1 or the
   *     slot negative
   */
  public CheckpointId {
    ProjectionName.require(projection);
    ProjectionName.requireVersion(version);
    if (slot < 0) {
      throw new IllegalArgumentException("a slot is not negative, but was " + slot);
    }
  }

  /** Names all three, for people. */
  @Override
  public String toString() {
    return projection + " v" + version + " slot " + slot;
  }
}

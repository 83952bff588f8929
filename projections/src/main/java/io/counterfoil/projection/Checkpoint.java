package io.counterfoil.projection;

import java.util.Objects;

/**
 * Tells how far a projection has come, and by whose claim. Immutable.
 *
 * <p>Each claim raises the epoch. Only who holds the newest epoch moves the checkpoint, so of two
 * runners that keep one read model by mistake the older one can write nothing more.
 *
 * @param id which checkpoint
 * @param position all events up to here are applied; 0 for none
 * @param epoch the number of the claim, 1 or more
 * @param owner who claimed it; different for each runner
 * @param replayedTo events up to here have been applied once before, by this read model or by the
 *     one that it takes the place of: for them no side effect happens again. 0 for none
 * @param parked whether events of it are parked
 */
public record Checkpoint(
    CheckpointId id, long position, long epoch, String owner, long replayedTo, boolean parked) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the position is negative or the epoch below 1
   */
  public Checkpoint {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    if (position < 0 || epoch < 1) {
      throw new IllegalArgumentException(
          "a checkpoint has a position from 0 and an epoch from 1, but was at position "
              + position
              + ", epoch "
              + epoch);
    }
  }

  /**
   * Describes a checkpoint behind which nothing is replayed or parked.
   *
   * @param id which checkpoint
   * @param position all events up to here are applied; 0 for none
   * @param epoch the number of the claim, 1 or more
   * @param owner who claimed it
   * @throws IllegalArgumentException if the position is negative or the epoch below 1
   */
  public Checkpoint(CheckpointId id, long position, long epoch, String owner) {
    this(id, position, epoch, owner, 0, false);
  }

  /**
   * Moves.
   *
   * @param to the new position
   * @return a copy at that position, under the same claim
   */
  public Checkpoint at(long to) {
    return new Checkpoint(id, to, epoch, owner, replayedTo, parked);
  }

  /**
   * Tells that events are parked, or that none are any more.
   *
   * @param now whether events are parked
   * @return a copy that says so
   */
  public Checkpoint parked(boolean now) {
    return new Checkpoint(id, position, epoch, owner, replayedTo, now);
  }
}

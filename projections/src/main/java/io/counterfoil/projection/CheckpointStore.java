package io.counterfoil.projection;

import java.util.Optional;

/**
 * Keeps checkpoints of projections whose sink has no place for them. Thread-safe.
 *
 * <p>Every change is guarded by the epoch: who does not hold the newest changes nothing.
 */
public interface CheckpointStore {

  /**
   * Creates what is absent, such as a table. May be called at any time, by several nodes at once.
   *
   * @throws ProjectionException if the store failed
   */
  void setUp();

  /**
   * Finds a checkpoint.
   *
   * @param id which
   * @return the checkpoint; empty if nobody has claimed it yet
   * @throws ProjectionException if the store failed
   */
  Optional<Checkpoint> find(CheckpointId id);

  /**
   * Takes a checkpoint over: raises its epoch. Creates it at position 0 if it is absent.
   *
   * @param id which
   * @param owner who claims it: 1 to 255 characters that no other runner uses
   * @return the checkpoint as it is held from now on
   * @throws ProjectionException if the store failed
   */
  Checkpoint claim(CheckpointId id, String owner);

  /**
   * Raises the epoch of a checkpoint that is held, or that was held and whose newest epoch is
   * unknown as the answer was lost: what counts is that its owner is still the same.
   *
   * @param held the checkpoint as it is held
   * @return the checkpoint as it is held from now on, at the position that is stored
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws ProjectionException if the store failed
   */
  Checkpoint renew(Checkpoint held);

  /**
   * Moves a checkpoint, if both its epoch and its position are as held.
   *
   * @param held the checkpoint as it is held
   * @param to the new position, not below the held one
   * @return the checkpoint at that position
   * @throws CheckpointFenced if somebody else has claimed or moved it since
   * @throws ProjectionException if the store failed
   */
  Checkpoint advance(Checkpoint held, long to);

  /**
   * Moves a checkpoint to 0 and raises its epoch.
   *
   * @param held the checkpoint as it is held
   * @return the checkpoint as it is held from now on
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws ProjectionException if the store failed
   */
  Checkpoint reset(Checkpoint held);
}

package io.counterfoil.projection;

import java.util.Optional;

/**
 * Applies batches to a read model and keeps its checkpoint: what a {@link ProjectionRunner} drives.
 *
 * <p>Whoever writes a read model of their own implements this. For one checkpoint it is called by
 * one thread at a time; it may block. Every method may throw what its database throws: a lost
 * connection is told apart from a handler's failure by its SQLState.
 */
public interface ReadModel {

  /**
   * Creates what is absent. Is called at each start, perhaps by several nodes at once, and changes
   * nothing that is there.
   *
   * @throws Exception if it could not
   */
  void setUp() throws Exception;

  /**
   * Takes the checkpoint over from whoever holds it: raises its epoch. Creates it at position 0 if
   * it is absent.
   *
   * @param id which checkpoint
   * @param owner who claims it: 1 to 255 characters that no other runner uses
   * @return the checkpoint as it is held from now on
   * @throws Exception if it could not
   */
  Checkpoint claim(CheckpointId id, String owner) throws Exception;

  /**
   * Claims again what is held, after a failure that left open what was committed. When this
   * returns, nothing that was sent under the old epoch can be committed any more. Also works where
   * the answer to an earlier renewal was lost: what counts is that the owner is still the same.
   *
   * @param held the checkpoint as it was held
   * @return the checkpoint as it is held from now on, at the position that was committed
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws Exception if it could not
   */
  Checkpoint renew(Checkpoint held) throws Exception;

  /**
   * Applies a batch and moves the checkpoint to its end. What the batch holds up to the checkpoint
   * is ignored; events of parked streams are parked too.
   *
   * @param held the checkpoint as it is held
   * @param batch what to apply
   * @return the checkpoint at the end of the batch
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws ProjectionException if the batch begins above the checkpoint
   * @throws Exception if a handler or the sink failed; the checkpoint has not moved
   */
  Checkpoint apply(Checkpoint held, Batch batch) throws Exception;

  /**
   * Empties the read model and moves the checkpoint to 0, under a new epoch.
   *
   * @param held the checkpoint as it is held
   * @return the checkpoint as it is held from now on
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws Exception if it could not
   */
  Checkpoint reset(Checkpoint held) throws Exception;

  /**
   * Returns what sets events aside that cannot be applied.
   *
   * @return how events are parked; empty if this read model cannot park
   */
  default Optional<ParkingPlace> parking() {
    return Optional.empty();
  }

  /**
   * Returns what fills a read model anew beside the one that serves.
   *
   * @return its generations; empty if there is only ever one filling of each version, which is
   *     emptied to be filled again
   */
  default Optional<Generations> generations() {
    return Optional.empty();
  }

  /**
   * Returns what applies events once more.
   *
   * @return how events are replayed; empty if this read model can only be filled anew as a whole
   */
  default Optional<Replaying> replaying() {
    return Optional.empty();
  }
}

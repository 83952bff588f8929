package io.counterfoil.projection;

import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps checkpoints of projections whose sink has no place for them, and which events such a
 * projection has parked. Thread-safe.
 *
 * <p>Every change of a checkpoint is guarded by the epoch: who does not hold the newest changes
 * nothing.
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
   * Takes a checkpoint over: raises its epoch. Creates it at position 0 if it is absent; all events
   * up to the highest position of a lower version of the projection then count as replayed.
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
  default Checkpoint advance(Checkpoint held, long to) {
    return advance(held, to, List.of());
  }

  /**
   * Moves a checkpoint, if both its epoch and its position are as held, and records events as
   * parked; both or neither.
   *
   * @param held the checkpoint as it is held
   * @param to the new position, not below the held one
   * @param parked what to record; may be empty
   * @return the checkpoint at that position
   * @throws CheckpointFenced if somebody else has claimed or moved it since
   * @throws ProjectionException if the store failed
   */
  Checkpoint advance(Checkpoint held, long to, List<ParkedEvent> parked);

  /**
   * Moves a checkpoint to 0 and raises its epoch. All events up to where it stood count as replayed
   * from then on, and nothing is parked any more.
   *
   * @param held the checkpoint as it is held
   * @return the checkpoint as it is held from now on
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws ProjectionException if the store failed
   */
  Checkpoint reset(Checkpoint held);

  /**
   * Lists what is parked.
   *
   * @param id of which checkpoint
   * @return the parked events, in the order of the log
   * @throws ProjectionException if the store failed
   */
  List<ParkedEvent> parked(CheckpointId id);

  /**
   * Lists the streams of which events are parked.
   *
   * @param id of which checkpoint
   * @return the streams
   * @throws ProjectionException if the store failed
   */
  Set<StreamId> parkedStreams(CheckpointId id);

  /**
   * Records how the latest attempt to apply a parked event ended. Does nothing if it is not parked.
   *
   * @param id of which checkpoint
   * @param event the event, with the new reason
   * @throws ProjectionException if the store failed
   */
  void parkAgain(CheckpointId id, ParkedEvent event);

  /**
   * Forgets that an event is parked.
   *
   * @param id of which checkpoint
   * @param position the event's position
   * @return whether it was parked
   * @throws ProjectionException if the store failed
   */
  boolean unpark(CheckpointId id, long position);
}

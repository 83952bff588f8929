package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import java.util.List;

/**
 * Sets events of a read model aside, and takes them up again. Part of what whoever writes a read
 * model implements. Thread-safe; may block.
 *
 * <p>All but {@link #park} may be called from any process: they need no claim, since they exclude
 * the batches of whoever holds it.
 */
public interface ParkingPlace {

  /**
   * Records an event as parked instead of applying it, and moves the checkpoint to its position.
   *
   * @param held the checkpoint as it is held, below the event
   * @param event the event, and why
   * @return the checkpoint at the event
   * @throws CheckpointFenced if somebody else has claimed it since
   * @throws Exception if it could not
   */
  Checkpoint park(Checkpoint held, ParkedEvent event) throws Exception;

  /**
   * Lists what is parked.
   *
   * @param id of which checkpoint
   * @return the parked events, in the order of the log
   * @throws Exception if it could not
   */
  List<ParkedEvent> parked(CheckpointId id) throws Exception;

  /**
   * Applies a parked event and forgets that it was parked, if no earlier one of its stream is.
   *
   * @param id of which checkpoint
   * @param event the event, as the log has it
   * @return whether it was applied; false if it is not the first of its stream that is parked
   * @throws Exception if it failed again; it is still parked
   */
  boolean applyParked(CheckpointId id, RecordedEvent event) throws Exception;

  /**
   * Records how the latest attempt to apply a parked event ended. Does nothing if it is not parked.
   *
   * @param id of which checkpoint
   * @param event the event, with the new reason
   * @throws Exception if it could not
   */
  void parkAgain(CheckpointId id, ParkedEvent event) throws Exception;

  /**
   * Forgets that an event is parked, so that it is never applied.
   *
   * @param id of which checkpoint
   * @param position the event's position
   * @return whether it was parked
   * @throws Exception if it could not
   */
  boolean discard(CheckpointId id, long position) throws Exception;
}

package io.counterfoil.projection;

import java.time.Duration;

/**
 * Is told what the projections of a runner do: for metrics and alarms. Called on the projections'
 * threads, so it must be quick; what it throws is logged and does nothing else. Every method does
 * nothing unless it is overridden.
 *
 * <p>These are all numbers that there are. Counters: batches and events applied, failed attempts,
 * events parked and taken up again, switches. Timers: the time that a batch took, and the time from
 * an event's {@code at} until its rows were committed. All else is in {@link
 * ProjectionRunner#status()}.
 */
public interface ProjectionListener {

  /**
   * Is told that the rows of a batch were committed.
   *
   * @param batch which, and how long it took
   */
  default void applied(AppliedBatch batch) {}

  /**
   * Is told that a projection does something else from now on.
   *
   * @param projection its name
   * @param version its version
   * @param before what it was doing
   * @param now what it does
   */
  default void changed(
      String projection, int version, ProjectionState before, ProjectionState now) {}

  /**
   * Is told of each failed attempt: of an event, or to reach the database.
   *
   * @param projection its name
   * @param version its version
   * @param failure what went wrong, and how many times in a row
   */
  default void failed(String projection, int version, ProjectionFailure failure) {}

  /**
   * Is told that an event was parked as it could not be applied. Not told of those that wait behind
   * it.
   *
   * @param projection its name
   * @param version its version
   * @param event the event, and why
   */
  default void parked(String projection, int version, ParkedEvent event) {}

  /**
   * Is told that a parked event was tried again.
   *
   * @param projection its name
   * @param version its version
   * @param event the event as it was parked
   * @param applied whether it was applied
   */
  default void retried(String projection, int version, ParkedEvent event, boolean applied) {}

  /**
   * Is told that readers see another generation of a read model from now on.
   *
   * @param live the checkpoint of the generation that they see
   */
  default void switched(CheckpointId live) {}

  /**
   * Describes a batch that was applied. Immutable.
   *
   * @param projection the projection's name
   * @param version its version
   * @param from the position before the batch
   * @param to the position of the checkpoint behind it
   * @param events how many events it had; 0 where only the checkpoint moved
   * @param took from the first event until everything was committed
   * @param age from the {@code at} of its last event until everything was committed, by two clocks;
   *     zero where it has none
   */
  record AppliedBatch(
      String projection,
      int version,
      long from,
      long to,
      int events,
      Duration took,
      Duration age) {}
}

package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.List;

/**
 * Gives events to the handlers of a read model that has applied them already, or only tries them.
 * Part of what whoever writes a read model implements. Thread-safe; may block.
 */
public interface Replaying {

  /**
   * Lets applied events be applied once more, without moving the checkpoint. No batch of whoever
   * holds the checkpoint is applied meanwhile, as far as the database can see to it.
   *
   * @param work applies them
   * @return what came of it
   * @throws ReplayRefused if that would not leave the same rows
   * @throws Exception if it could not; where there are transactions, nothing has changed
   */
  ReplayResult again(Work work) throws Exception;

  /**
   * Removes what one aggregate's events have made, and lets them be applied to nothing, in one step
   * that readers do not see the middle of; then none of these events is parked any more.
   *
   * @param aggregate the aggregate
   * @param work applies its events; what it throws leaves everything as it was
   * @return what came of it
   * @throws ReplayRefused if nothing says how its rows are removed
   * @throws Exception if it could not; nothing has changed
   */
  ReplayResult repair(StreamId aggregate, Work work) throws Exception;

  /**
   * Lets events be tried where nothing is kept and nobody sees it, as if nothing was applied yet.
   *
   * @param head up to which position events are tried
   * @param work tries them
   * @return what came of it
   * @throws Exception if it could not
   */
  ReplayResult rehearse(long head, Work work) throws Exception;

  /** Reads events, and hands them to a stage. */
  @FunctionalInterface
  interface Work {

    /**
     * Does it.
     *
     * @param stage where the events go
     * @return what came of it
     */
    ReplayResult on(Stage stage);
  }

  /** Applies events. Not thread-safe; for the time of one work. */
  interface Stage {

    /**
     * Tells up to where events may be applied here.
     *
     * @return the last position
     */
    long position();

    /**
     * Tells whether an event is not applied yet as it is parked.
     *
     * @param event an event
     * @return true if so
     */
    boolean isParked(RecordedEvent event);

    /**
     * Applies events, all or, where the sink can take them back, none.
     *
     * @param events in the order of the log
     * @throws Exception if one of them could not be applied
     */
    void apply(List<RecordedEvent> events) throws Exception;
  }
}

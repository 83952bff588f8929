package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Set;

/**
 * Holds what stands in the log behind one position and up to another: (from, to]. Immutable.
 *
 * @param from the position before the batch, 0 or more
 * @param to the last position of the batch; the checkpoint moves here even if no event stands there
 * @param events the wanted events in between, in the order of their positions; perhaps none
 */
public record Batch(long from, long to, List<RecordedEvent> events) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if it ends before it begins, or an event lies outside
   */
  public Batch {
    events = List.copyOf(events);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("no batch goes from " + from + " to " + to);
    }
    for (RecordedEvent event : events) {
      if (event.position() <= from || event.position() > to) {
        throw new IllegalArgumentException(
            event + " is not in the batch from " + from + " to " + to);
      }
    }
  }

  /**
   * Leaves out what is applied already. A read model calls this before it applies a batch, so that
   * a batch which comes twice changes nothing and one which came too early is refused.
   *
   * @param checkpoint the position that the read model has reached
   * @return the part of this batch behind the checkpoint; empty, and ending at the checkpoint, if
   *     all of it is applied already
   * @throws ProjectionException if the batch begins above the checkpoint: events are missing
   */
  public Batch behind(long checkpoint) {
    if (from > checkpoint) {
      throw new ProjectionException(
          "a batch from position "
              + from
              + " does not follow the checkpoint at "
              + checkpoint
              + ": the events in between are missing",
          null);
    }
    if (from == checkpoint) {
      return this;
    }
    return new Batch(
        checkpoint,
        Math.max(to, checkpoint),
        events.stream().filter(event -> event.position() > checkpoint).toList());
  }

  /**
   * Leaves out the events of some streams.
   *
   * @param streams whose events are left out
   * @return a batch from and to the same positions, without them
   */
  public Batch without(Set<StreamId> streams) {
    return streams.isEmpty()
        ? this
        : new Batch(
            from, to, events.stream().filter(event -> !streams.contains(event.stream())).toList());
  }
}

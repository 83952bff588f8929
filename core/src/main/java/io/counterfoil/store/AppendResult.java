package io.counterfoil.store;

import java.util.List;
import java.util.Objects;

/**
 * Tells what an append stored. Immutable.
 *
 * @param stream the stream
 * @param lastSequence the stream's last sequence after the append; 0 if it has no events
 * @param events the events as they are stored, with sequences and positions
 */
public record AppendResult(StreamId stream, long lastSequence, List<RecordedEvent> events) {

  /** Checks and copies. */
  public AppendResult {
    Objects.requireNonNull(stream, "stream");
    events = List.copyOf(events);
  }
}

package io.counterfoil.command;

import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Objects;

/**
 * Tells what an accepted command did. Immutable.
 *
 * @param stream the aggregate's stream
 * @param events the events that the command appended; empty if it decided that nothing happens
 * @param sequence the sequence of the last event of the stream that the command saw or appended; 0
 *     if there is none
 * @param position the position of that event: what a reader awaits to see the command's effect
 * @param repeated whether this is the first outcome of a command that was sent again under its key
 */
public record CommandResult(
    StreamId stream, List<RecordedEvent> events, long sequence, long position, boolean repeated) {

  /** Checks and copies. */
  public CommandResult {
    Objects.requireNonNull(stream, "stream");
    events = List.copyOf(events);
  }
}

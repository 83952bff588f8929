package io.counterfoil.projection.testing;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Holds the log that a test has given: sequences are counted for each stream, positions over all.
 * Immutable.
 */
record GivenEvents(EventTypes types, List<RecordedEvent> events, long nextPosition) {

  GivenEvents {
    events = List.copyOf(events);
  }

  static GivenEvents none(EventTypes types) {
    return new GivenEvents(types, List.of(), 1);
  }

  /** Leaves a hole, so that the next event stands at a position. */
  GivenEvents goingOnAt(long position) {
    if (position < nextPosition) {
      throw new IllegalArgumentException(
          "positions grow: the next one is at least "
              + nextPosition
              + ", but shall be "
              + position);
    }
    return new GivenEvents(types, events, position);
  }

  GivenEvents and(StreamId stream, List<? extends Event> payloads, Metadata metadata) {
    List<RecordedEvent> all = new ArrayList<>(events);
    long sequence = events.stream().filter(event -> event.stream().equals(stream)).count();
    long position = nextPosition;
    for (Event payload : payloads) {
      requireSurvives(payload);
      // The id says where the event stands, so that two runs of a test are given the same.
      NewEvent added = new NewEvent(new UUID(0, position), payload, metadata);
      all.add(RecordedEvent.held(stream, ++sequence, position++, added, types));
    }
    return new GivenEvents(types, all, position);
  }

  private void requireSurvives(Event payload) {
    Event back;
    try {
      back = types.decode(types.encode(payload));
    } catch (UnreadablePayload | UnknownEventType e) {
      throw new AssertionError("the event " + payload + " cannot be stored: " + e.getMessage(), e);
    }
    if (!back.equals(payload)) {
      throw new AssertionError(
          "the event does not survive being stored and read back:\n  stored  "
              + payload
              + "\n  read    "
              + back);
    }
  }

  /** The events that a projection is handed. */
  List<RecordedEvent> wantedBy(EventFilter filter) {
    return events.stream().filter(filter::accepts).toList();
  }

  /** The same events as a store in another process has read them. */
  static List<RecordedEvent> readBack(List<RecordedEvent> events, EventTypes types) {
    return events.stream().map(event -> RecordedEvent.fromJson(event.toJson(), types)).toList();
  }

  /** Lists the events, for the message of a failure. */
  static String describe(List<RecordedEvent> events) {
    if (events.isEmpty()) {
      return "  no events";
    }
    StringBuilder lines = new StringBuilder();
    for (RecordedEvent event : events) {
      lines
          .append(lines.isEmpty() ? "  " : "\n  ")
          .append(event.stream())
          .append(" #")
          .append(event.sequence())
          .append(" @")
          .append(event.position())
          .append("  ")
          .append(event.payload());
    }
    return lines.toString();
  }
}

package io.counterfoil.transfer;

import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventIntake;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Gathers events until it is worth a transaction, and checks that their streams have no hole. */
final class EventBatch {
  private static final int MOST = 5_000;
  private static final long MOST_CHARACTERS = 4L << 20;

  private final EventIntake intake;
  private final StreamHeads heads;
  private final StoringThread storing;
  private final List<RecordedEvent> events = new ArrayList<>();
  private final Set<UUID> ids = new HashSet<>();
  private final Map<StreamId, Integer> begins = new LinkedHashMap<>();
  private final Map<StreamId, Long> ends = new HashMap<>();
  private long characters;
  private long stored;
  private long firstLine;
  private boolean parts;

  EventBatch(EventIntake intake, StreamHeads heads, StoringThread storing, long stored) {
    this.intake = intake;
    this.storing = storing;
    this.heads = heads;
    this.stored = stored;
  }

  /** Takes the event of the next line. */
  void add(RecordedEvent event, long line, boolean holesAllowed) {
    if (events.isEmpty()) {
      firstLine = line;
    }
    parts = holesAllowed;
    Long before = ends.put(event.stream(), event.sequence());
    if (before == null) {
      begins.put(event.stream(), events.size());
    } else {
      requireNext(event, before, line);
    }
    if (!ids.add(event.eventId())) {
      throw taken(line);
    }
    events.add(event);
    characters += event.data().length();
    if (events.size() == MOST || characters > MOST_CHARACTERS) {
      store();
    }
  }

  /** Begins to store what was gathered. */
  void store() {
    if (events.isEmpty()) {
      return;
    }
    storing.await(); // only then does the store know the ends of all streams
    requireContinuous();
    List<RecordedEvent> batch = List.copyOf(events);
    long after = stored;
    long line = firstLine;
    storing.begin(() -> store(batch, after, line));
    stored = batch.get(batch.size() - 1).position();
    heads.are(ends);
    events.clear();
    ids.clear();
    begins.clear();
    ends.clear();
    characters = 0;
  }

  private void store(List<RecordedEvent> batch, long after, long line) {
    try {
      intake.events(after, batch);
    } catch (DuplicateEventId e) {
      throw taken(line + indexOf(batch, e.eventId()));
    }
  }

  /** Refuses the first event that leaves a hole behind what is stored. */
  void requireContinuous() {
    Map<StreamId, Long> known = heads.of(begins.keySet());
    for (Map.Entry<StreamId, Integer> begin : begins.entrySet()) {
      int index = begin.getValue();
      if (index < events.size()) { // else it is the one that is refused already
        requireNext(events.get(index), known.getOrDefault(begin.getKey(), 0L), firstLine + index);
      }
    }
  }

  private void requireNext(RecordedEvent event, long before, long line) {
    long sequence = event.sequence();
    if (sequence != before + 1 && !(parts && sequence > before)) {
      throw new ImportRefused(
          line,
          "it is event "
              + sequence
              + " of the stream "
              + event.stream()
              + ", of which "
              + before
              + (sequence > before
                  ? " are before it: events are missing"
                  : " are before it already"));
    }
  }

  private static int indexOf(List<RecordedEvent> batch, UUID id) {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i).eventId().equals(id)) {
        return i;
      }
    }
    return 0;
  }

  private static ImportRefused taken(long line) {
    return new ImportRefused(line, "its event id is that of an event before it");
  }
}

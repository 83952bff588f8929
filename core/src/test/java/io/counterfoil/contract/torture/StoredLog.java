package io.counterfoil.contract.torture;

import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The truth: what stands in the store after all writers have gone, read stream by stream and not
 * through the log.
 */
final class StoredLog {
  private final List<RecordedEvent> events = new ArrayList<>();

  private StoredLog() {}

  static StoredLog of(EventStore store, Set<StreamId> streams, Flaws flaws) {
    StoredLog log = new StoredLog();
    streams.forEach(stream -> log.read(store, stream, flaws));
    log.events.sort(Comparator.comparingLong(RecordedEvent::position));
    for (int i = 1; i < log.events.size(); i++) {
      long position = log.events.get(i).position();
      if (position == log.events.get(i - 1).position()) {
        flaws.add(Flaw.BROKEN_STREAM, position, "two events have the position " + position);
      }
    }
    return log;
  }

  private void read(EventStore store, StreamId stream, Flaws flaws) {
    long[] last = {0, 0};
    store.readStream(
        StreamQuery.of(stream),
        event -> {
          if (event.sequence() != last[0] + 1 || event.position() <= last[1]) {
            flaws.add(
                Flaw.BROKEN_STREAM,
                event.position(),
                event + " came after #" + last[0] + " @" + last[1]);
          }
          last[0] = event.sequence();
          last[1] = event.position();
          events.add(event);
        });
  }

  /** Compares the truth with what the writers were told. */
  void compareWith(Ledger ledger, Flaws flaws) {
    Set<UUID> stored = new HashSet<>();
    for (RecordedEvent event : events) {
      stored.add(event.eventId());
      if (ledger.isRolledBack(event.eventId())) {
        flaws.add(Flaw.KEPT, event.position(), event + " was rolled back, but is in the store");
      }
    }
    for (Map.Entry<UUID, Ledger.Fate> fate : ledger.fates().entrySet()) {
      if (fate.getValue() == Ledger.Fate.COMMITTED && !stored.contains(fate.getKey())) {
        Ledger.Transaction origin = ledger.originOf(fate.getKey());
        flaws.add(Flaw.FORGOTTEN, origin.first(), "an event that was committed by " + origin);
      }
    }
  }

  /** The events, by position. */
  List<RecordedEvent> events() {
    return events;
  }

  long head() {
    return events.isEmpty() ? 0 : events.get(events.size() - 1).position();
  }
}

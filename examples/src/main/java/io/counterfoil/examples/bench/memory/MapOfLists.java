package io.counterfoil.examples.bench.memory;

import io.counterfoil.Event;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The floor in memory: a map of lists, and a list of all. It checks what an event store must: that
 * the stream is as expected, and that no event is in it already. Thread-safe.
 */
final class MapOfLists {
  private final Map<String, List<Kept>> streams = new ConcurrentHashMap<>();
  private final Set<UUID> eventIds = new HashSet<>();
  private final List<Kept> log = new ArrayList<>();

  record Kept(String stream, long sequence, long position, UUID eventId, long at, Event payload) {}

  synchronized long append(String stream, long expected, UUID eventId, Event payload) {
    List<Kept> events = streams.computeIfAbsent(stream, name -> new ArrayList<>());
    if (events.size() != expected) {
      throw new IllegalStateException(stream + " is at " + events.size() + ", not " + expected);
    }
    if (!eventIds.add(eventId)) {
      throw new IllegalStateException("the event " + eventId + " is there already");
    }
    long position = log.size() + 1L;
    Kept kept =
        new Kept(stream, expected + 1, position, eventId, System.currentTimeMillis(), payload);
    events.add(kept);
    log.add(kept);
    return position;
  }

  synchronized void replay(Consumer<Kept> consumer) {
    log.forEach(consumer);
  }
}

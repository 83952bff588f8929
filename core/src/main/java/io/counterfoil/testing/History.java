package io.counterfoil.testing;

import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened to the aggregate under test so far. Immutable.
 *
 * @param entries its events
 * @param outcomes what became of keyed commands, by their keys
 * @param aggregateId which aggregate it is, once a command has named it
 * @param commands how many commands have come
 */
record History<E extends Event>(
    List<Entry<E>> entries,
    Map<String, Outcome> outcomes,
    Optional<String> aggregateId,
    int commands) {

  /** An event, and what is known beside it. */
  record Entry<E extends Event>(E event, Metadata metadata) {}

  History {
    entries = List.copyOf(entries);
    outcomes = Map.copyOf(outcomes);
  }

  static <E extends Event> History<E> none() {
    return new History<>(List.of(), Map.of(), Optional.empty(), 0);
  }

  List<E> events() {
    return entries.stream().map(Entry::event).toList();
  }

  History<E> with(List<? extends E> events, Metadata metadata) {
    List<Entry<E>> all = new ArrayList<>(entries);
    for (E event : events) {
      all.add(new Entry<>(event, metadata));
    }
    return new History<>(all, outcomes, aggregateId, commands);
  }

  /** Goes on with what a command did. */
  History<E> after(List<Entry<E>> happened, Optional<Outcome> kept, Optional<String> id) {
    List<Entry<E>> all = new ArrayList<>(entries);
    all.addAll(happened);
    Map<String, Outcome> more = new HashMap<>(outcomes);
    kept.ifPresent(outcome -> more.put(outcome.key().value(), outcome));
    return new History<>(all, more, id.or(() -> aggregateId), commands + 1);
  }
}

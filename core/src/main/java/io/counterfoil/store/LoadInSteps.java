package io.counterfoil.store;

import java.util.Optional;
import java.util.function.Consumer;

/** Loads with one query after the other, where a store cannot do better. */
final class LoadInSteps {
  private LoadInSteps() {}

  static Optional<Outcome> load(
      EventStreams streams,
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    Optional<Snapshot> found = query.snapshots().flatMap(from -> from.newest(query.stream()));
    found.ifPresent(snapshot);
    long from = Math.max(query.from(), found.map(Snapshot::sequence).orElse(1L));
    streams.readStream(StreamQuery.of(query.stream()).from(from), events);
    // Last: whoever stored the outcome before the events were read is seen, and whoever comes
    // later meets the append.
    return query.key().flatMap(key -> streams.outcome(query.stream(), key));
  }
}

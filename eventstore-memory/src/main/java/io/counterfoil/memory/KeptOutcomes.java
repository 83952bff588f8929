package io.counterfoil.memory;

import io.counterfoil.store.Outcome;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what became of keyed commands. One thread at a time writes, any number read. */
final class KeptOutcomes {
  private static final Comparator<StoredOutcome> ORDER =
      Comparator.comparing(StoredOutcome::outcome, OutcomeQuery.ORDER);

  private final Map<OutcomeOf, StoredOutcome> outcomes = new ConcurrentHashMap<>();

  void remember(Outcome outcome) {
    add(new StoredOutcome(outcome, Instant.now()));
  }

  /** Leaves one that is there, and answers it. */
  Optional<StoredOutcome> add(StoredOutcome stored) {
    Outcome outcome = stored.outcome();
    return Optional.ofNullable(
        outcomes.putIfAbsent(new OutcomeOf(outcome.stream(), outcome.key().value()), stored));
  }

  Optional<Outcome> find(StreamId stream, String key) {
    return Optional.ofNullable(outcomes.get(new OutcomeOf(stream, key)))
        .map(StoredOutcome::outcome);
  }

  /** One in the middle of whose millisecond the moment lies is kept. */
  long forget(Instant before) {
    Instant millisecond = before.truncatedTo(ChronoUnit.MILLIS);
    long known = outcomes.size();
    outcomes.values().removeIf(stored -> stored.at().isBefore(millisecond));
    return known - outcomes.size();
  }

  List<StoredOutcome> inOrder() {
    List<StoredOutcome> all = new ArrayList<>(outcomes.values());
    all.sort(ORDER);
    return all;
  }

  /** A key is unique inside its stream. */
  private record OutcomeOf(StreamId stream, String key) {
    OutcomeOf {
      Objects.requireNonNull(stream, "stream");
      Objects.requireNonNull(key, "key");
    }
  }
}

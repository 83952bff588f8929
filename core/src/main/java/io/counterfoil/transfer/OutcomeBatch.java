package io.counterfoil.transfer;

import io.counterfoil.store.EventIntake;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.OutcomeQuery;
import io.counterfoil.store.StoredOutcome;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gathers outcomes until they are worth a transaction, and checks that their events are there. */
final class OutcomeBatch {
  private static final int MOST = 5_000;

  private final EventIntake intake;
  private final StreamHeads heads;
  private final List<StoredOutcome> outcomes = new ArrayList<>();
  private Optional<Outcome> last = Optional.empty();
  private long count;
  private long firstLine;
  private boolean parts;

  OutcomeBatch(EventIntake intake, StreamHeads heads) {
    this.intake = intake;
    this.heads = heads;
  }

  /** Answers how many were added. */
  long count() {
    return count;
  }

  /** Takes the outcome of the next line. */
  void add(StoredOutcome stored, long line, boolean holesAllowed) {
    Outcome outcome = stored.outcome();
    if (last.isPresent() && OutcomeQuery.ORDER.compare(last.get(), outcome) >= 0) {
      throw new ImportRefused(line, "the outcome is there twice, or in the wrong place");
    }
    if (outcomes.isEmpty()) {
      firstLine = line;
    }
    last = Optional.of(outcome);
    parts = holesAllowed;
    count++;
    outcomes.add(stored);
    if (outcomes.size() == MOST) {
      store();
    }
  }

  /** Stores what was gathered. */
  void store() {
    if (outcomes.isEmpty()) {
      return;
    }
    requireEvents();
    List<StoredOutcome> there = intake.outcomes(List.copyOf(outcomes));
    if (!there.isEmpty()) {
      requireOurs(there);
    }
    outcomes.clear();
  }

  /** Refuses the first outcome whose events are not stored. */
  void requireEvents() {
    if (parts) {
      return;
    }
    Set<StreamId> streams = new HashSet<>();
    outcomes.forEach(stored -> streams.add(stored.outcome().stream()));
    Map<StreamId, Long> known = heads.of(streams);
    for (int i = 0; i < outcomes.size(); i++) {
      Outcome outcome = outcomes.get(i).outcome();
      if (outcome.lastSequence() > known.getOrDefault(outcome.stream(), 0L)) {
        throw new ImportRefused(
            firstLine + i,
            "the outcome is of event "
                + outcome.lastSequence()
                + " of the stream "
                + outcome.stream()
                + ", which is not in the export");
      }
    }
  }

  private void requireOurs(List<StoredOutcome> there) {
    Set<StoredOutcome> ours = new HashSet<>(outcomes);
    for (StoredOutcome other : there) {
      if (!ours.contains(other)) {
        throw new ImportRefused(
            lineOf(other.outcome()),
            "the store holds another outcome of the same key; import into an empty store");
      }
    }
  }

  private long lineOf(Outcome outcome) {
    int index = 0;
    while (OutcomeQuery.ORDER.compare(outcomes.get(index).outcome(), outcome) < 0) {
      index++;
    }
    return firstLine + index;
  }
}

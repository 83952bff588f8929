package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.store.RecordedEvent;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds the state of an aggregate as of one of its events. It knows that event's id, so that a
 * later read can tell whether the stream still is the one that the state was made from.
 *
 * @param closedAt the sequence of the first final event; 0 while there is none
 */
record Loaded<S>(S state, long sequence, Optional<UUID> lastEventId, long position, long closedAt) {

  static <S> Loaded<S> nothing(Aggregate<?, S, ?> aggregate) {
    return new Loaded<>(aggregate.initialState(), 0, Optional.empty(), 0, 0);
  }

  static <S> Loaded<S> snapshot(S state, long sequence, UUID lastEventId) {
    return new Loaded<>(state, sequence, Optional.of(lastEventId), 0, 0);
  }

  Loaded<S> with(S next, RecordedEvent event, boolean isFinal) {
    return new Loaded<>(
        next,
        event.sequence(),
        Optional.of(event.eventId()),
        event.position(),
        closedAt == 0 && isFinal ? event.sequence() : closedAt);
  }

  /** Sees its own last event again, and learns from it what a snapshot does not keep. */
  Loaded<S> confirmedBy(RecordedEvent event, boolean isFinal) {
    return with(state, event, isFinal);
  }

  boolean isClosed() {
    return closedAt > 0;
  }

  /** Somebody has appended behind a final event; a snapshot here would not know of the end. */
  boolean goesOnBehindItsEnd() {
    return closedAt > 0 && closedAt < sequence;
  }

  boolean endsWith(RecordedEvent event) {
    return event.sequence() == sequence
        && lastEventId.isPresent()
        && lastEventId.get().equals(event.eventId());
  }

  /** The state behind an append that went on from this one. */
  Loaded<S> behind(CommandResult appended, Decision<S, ?> decision) {
    RecordedEvent last = appended.events().get(appended.events().size() - 1);
    return with(decision.next(), last, decision.closes());
  }

  boolean endsAs(Loaded<?> other) {
    return sequence == other.sequence && lastEventId.equals(other.lastEventId);
  }
}

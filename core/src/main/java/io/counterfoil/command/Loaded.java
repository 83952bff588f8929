package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.store.RecordedEvent;
import java.util.Optional;
import java.util.UUID;

/**
 * Holds the state of an aggregate as of one of its events. It knows that event's id, so that a
 * later read can tell whether the stream still is the one that the state was made from.
 */
record Loaded<S>(S state, long sequence, Optional<UUID> lastEventId, long position) {

  static <S> Loaded<S> nothing(Aggregate<?, S, ?> aggregate) {
    return new Loaded<>(aggregate.initialState(), 0, Optional.empty(), 0);
  }

  static <S> Loaded<S> snapshot(S state, long sequence, UUID lastEventId) {
    return new Loaded<>(state, sequence, Optional.of(lastEventId), 0);
  }

  Loaded<S> with(S next, RecordedEvent event) {
    return new Loaded<>(next, event.sequence(), Optional.of(event.eventId()), event.position());
  }

  /** Sees its own last event again, and learns its position (a snapshot does not keep it). */
  Loaded<S> confirmedBy(RecordedEvent event) {
    return new Loaded<>(state, sequence, lastEventId, event.position());
  }

  boolean endsWith(RecordedEvent event) {
    return event.sequence() == sequence
        && lastEventId.isPresent()
        && lastEventId.get().equals(event.eventId());
  }

  /** The state behind an append that went on from this one. */
  Loaded<S> behind(CommandResult appended, S next) {
    return with(next, appended.events().get(appended.events().size() - 1));
  }

  boolean endsAs(Loaded<?> other) {
    return sequence == other.sequence && lastEventId.equals(other.lastEventId);
  }
}

package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.UnreadableEvent;
import java.util.Optional;
import java.util.function.Consumer;

/** Folds what a store hands on. */
final class Fold<S, E extends Event> implements Consumer<RecordedEvent> {
  private final Aggregate<?, S, E> aggregate;
  private Loaded<S> loaded;
  private boolean confirmed = true;

  Fold(Aggregate<?, S, E> aggregate, Loaded<S> initial) {
    this.aggregate = aggregate;
    this.loaded = initial;
  }

  /** Takes a baseline, which its own last event must confirm. One that is unusable is none. */
  void beginWith(Optional<Loaded<S>> baseline) {
    baseline.ifPresent(usable -> loaded = usable);
    confirmed = false;
  }

  @Override
  public void accept(RecordedEvent event) {
    if (confirmed) {
      S state = loaded.state();
      boolean closes = false;
      for (Event payload : event.payloads()) {
        E own = ours(event, payload);
        state = applied(state, own, event);
        closes |= aggregate.isFinal(own);
      }
      loaded = loaded.with(state, event, closes);
    } else if (loaded.endsWith(event)) {
      confirmed = true;
      loaded = loaded.confirmedBy(event, aggregate.canBeClosed() && closes(event));
    }
  }

  /** What a fold throws is no answer to whoever asked: a rejection here would look like a "no". */
  private S applied(S state, E payload, RecordedEvent event) {
    try {
      return aggregate.apply(state, payload);
    } catch (RuntimeException | StackOverflowError failure) {
      throw new FoldFailed(event, failure);
    }
  }

  private boolean closes(RecordedEvent event) {
    for (Event payload : event.payloads()) {
      if (aggregate.isFinal(ours(event, payload))) {
        return true;
      }
    }
    return false;
  }

  /** Upcasters, or whoever appended past the bus, may have put another family's event here. */
  private E ours(RecordedEvent event, Event payload) {
    Class<E> family = aggregate.eventFamily();
    if (!family.isInstance(payload)) {
      throw new UnreadableEvent(
          event,
          new IllegalStateException(
              "it is a "
                  + payload.getClass().getName()
                  + " today, which is not of the family "
                  + family.getName()
                  + " of its aggregate"));
    }
    return family.cast(payload);
  }

  boolean isConfirmed() {
    return confirmed;
  }

  Loaded<S> loaded() {
    return loaded;
  }
}

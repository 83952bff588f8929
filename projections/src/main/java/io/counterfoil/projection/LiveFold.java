package io.counterfoil.projection;

import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;

/**
 * Asks for a state that is folded on demand and kept nowhere: for what is asked for seldom, or as
 * it was at some time. Costs a reading of all events that it asks for. Immutable and thread-safe.
 *
 * @param <S> the state
 */
public final class LiveFold<S> {
  private final EventFold<S> fold;
  private final EventStore store;
  private final EventFilter filter;
  private final long to;

  LiveFold(EventFold<S> fold, EventStore store, EventFilter filter, long to) {
    this.fold = fold;
    this.store = store;
    this.filter = filter;
    this.to = to;
  }

  /**
   * Asks for one stream. It is read as commands read it: what is committed is in it, at once.
   *
   * @param wanted the stream
   * @return a copy
   */
  public LiveFold<S> stream(StreamId wanted) {
    return new LiveFold<>(fold, store, filter.withStream(wanted), to);
  }

  /**
   * Asks for all streams of some aggregate types. The log is read, which on some databases shows
   * events a moment later, when all before them are known.
   *
   * @param wanted the aggregate types
   * @return a copy
   */
  public LiveFold<S> aggregateTypes(String... wanted) {
    return new LiveFold<>(fold, store, filter.withAggregateTypes(wanted), to);
  }

  /**
   * Ends at a position.
   *
   * @param position the last position wanted, inclusive
   * @return a copy
   * @throws IllegalArgumentException if it is negative
   */
  public LiveFold<S> to(long position) {
    if (position < 0) {
      throw new IllegalArgumentException("a position is not negative, but was " + position);
    }
    return new LiveFold<>(fold, store, filter, position);
  }

  /**
   * Leaves out what happened at a moment or later, by the time in the events' metadata. Where the
   * clocks of several writers differ, an event of an earlier time may stand behind one of a later.
   *
   * @param moment the first moment that is not wanted any more
   * @return a copy
   */
  public LiveFold<S> until(Instant moment) {
    return new LiveFold<>(fold, store, filter.until(moment), to);
  }

  /**
   * Reads the events and folds them, on the caller's thread and in bounded memory.
   *
   * @return the state, and where it stands: the position of a stream's last event, or how far the
   *     log was read, which is not beyond what was asked for
   * @throws ProjectionException if a handler failed; its cause says how
   * @throws io.counterfoil.store.UnreadableEvent if an event cannot be read
   * @throws io.counterfoil.store.EventStoreException if the store failed
   */
  public Folded<S> read() {
    Folding<S> folding = new Folding<>(fold);
    if (filter.stream().isPresent()) {
      return ofStream(filter.stream().get(), folding);
    }
    long end = Math.min(to, store.head()); // so that it ends though others go on appending
    long position = 0;
    for (long before = -1; before < position && position < end; ) {
      before = position;
      position = store.readLog(EventQuery.after(before).to(end).filter(filter), folding::add);
    }
    return new Folded<>(folding.state, Math.min(position, end));
  }

  private Folded<S> ofStream(StreamId stream, Folding<S> folding) {
    EventFilter stored = filter.asStored(store.eventTypes());
    store.readStream(
        StreamQuery.of(stream),
        event -> {
          if (event.position() <= to) {
            folding.position = event.position();
            if (stored.accepts(event)) {
              folding.add(event);
            }
          }
        });
    return new Folded<>(folding.state, folding.position);
  }

  /** The state on its way. */
  private static final class Folding<S> {
    private final EventFold<S> fold;
    private S state;
    private long position;

    Folding(EventFold<S> fold) {
      this.fold = fold;
      this.state = fold.initial();
    }

    void add(RecordedEvent event) {
      try {
        state = fold.apply(state, event);
      } catch (StepFailed e) {
        throw new ProjectionException(
            "the fold '" + fold.name() + "' failed " + e.step() + ", at " + event, e.thrown());
      }
    }
  }
}

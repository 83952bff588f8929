package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the state of aggregates: a baseline, and the events since. */
final class States {
  private static final Logger LOG = LoggerFactory.getLogger(States.class);

  private final EventStore store;
  private final Snapshots snapshots;

  States(EventStore store, Snapshots snapshots) {
    this.store = store;
    this.snapshots = snapshots;
  }

  <S, E extends Event> Loaded<S> load(Aggregate<?, S, E> aggregate, StreamId stream) {
    Optional<Loaded<S>> snapshot = snapshots.newest(aggregate, stream);
    return snapshot.isPresent()
        ? loadSince(aggregate, stream, snapshot.get())
        : fold(aggregate, stream, Loaded.nothing(aggregate), Long.MAX_VALUE).loaded();
  }

  <S, E extends Event> Loaded<S> loadAt(
      Aggregate<?, S, E> aggregate, StreamId stream, long sequence) {
    return fold(aggregate, stream, Loaded.nothing(aggregate), sequence).loaded();
  }

  /**
   * Goes on from a baseline, if the stream still holds the event that it ends with. Where it does
   * not (a restored database, a snapshot of another history), the baseline is worth nothing.
   */
  <S, E extends Event> Loaded<S> loadSince(
      Aggregate<?, S, E> aggregate, StreamId stream, Loaded<S> baseline) {
    Fold<S, E> fold = fold(aggregate, stream, baseline, Long.MAX_VALUE);
    if (fold.isConfirmed()) {
      return fold.loaded();
    }
    LOG.warn(
        "A state of {} at sequence {} is not of the stored stream's history; ignored, and its"
            + " snapshots deleted",
        stream,
        baseline.sequence());
    snapshots.forget(stream);
    return fold(aggregate, stream, Loaded.nothing(aggregate), Long.MAX_VALUE).loaded();
  }

  private <S, E extends Event> Fold<S, E> fold(
      Aggregate<?, S, E> aggregate, StreamId stream, Loaded<S> baseline, long to) {
    Fold<S, E> fold = new Fold<>(aggregate, baseline);
    // The baseline's own last event is read once more: it confirms that the history is the same.
    long from = Math.max(1, baseline.sequence());
    if (from <= to) {
      store.readStream(StreamQuery.of(stream).from(from).to(to), fold);
    }
    return fold;
  }

  /** Folds what a store hands on. */
  private static final class Fold<S, E extends Event> implements Consumer<RecordedEvent> {
    private final Aggregate<?, S, E> aggregate;
    private Loaded<S> loaded;
    private boolean confirmed;

    Fold(Aggregate<?, S, E> aggregate, Loaded<S> baseline) {
      this.aggregate = aggregate;
      this.loaded = baseline;
      this.confirmed = baseline.sequence() == 0;
    }

    @Override
    public void accept(RecordedEvent event) {
      if (confirmed) {
        E payload = aggregate.eventFamily().cast(event.payload());
        loaded = loaded.with(aggregate.apply(loaded.state(), payload), event);
      } else if (loaded.endsWith(event)) {
        confirmed = true;
        loaded = loaded.confirmedBy(event);
      }
    }

    boolean isConfirmed() {
      return confirmed;
    }

    Loaded<S> loaded() {
      return loaded;
    }
  }
}

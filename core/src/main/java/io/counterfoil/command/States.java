package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import io.counterfoil.store.UnreadableEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the state of aggregates: a baseline, and the events since. */
final class States {
  private static final Logger LOG = LoggerFactory.getLogger(States.class);

  private final EventStreams streams;
  private final Snapshots snapshots;
  private final StateCache cache;
  private final boolean assuming;

  /**
   * Reads from streams.
   *
   * @param assuming whether a command that creates its aggregate is decided before a look: where
   *     the look is too late, in a transaction that a lost race has ended, it comes first
   */
  States(EventStreams streams, Snapshots snapshots, StateCache cache, boolean assuming) {
    this.streams = streams;
    this.snapshots = snapshots;
    this.cache = cache;
    this.assuming = assuming;
  }

  /**
   * Holds what a decision rests on.
   *
   * @param loaded the state
   * @param outcome what became of the command's key, if it was used before
   * @param source where it is from
   */
  record Basis<S>(Loaded<S> loaded, Optional<Outcome> outcome, Source source) {

    /** Nothing was read for it, so that it may be old. */
    boolean isUnread() {
      return source != Source.STORE;
    }
  }

  /** Where a state is from. */
  enum Source {
    STORE,
    CACHE,
    /** A command that creates its aggregate takes for granted that there is none. */
    ASSUMPTION
  }

  /** Finds what a command is decided on first: what is cached, assumed, or stored. */
  <C, S, E extends Event> Basis<S> begin(Dispatch<C, S, E> dispatch) {
    boolean creates = assuming && dispatch.aggregate().creates(dispatch.command());
    Optional<Loaded<S>> cached =
        creates
            ? cache.find(dispatch.aggregate(), dispatch.stream())
            : cache.findForCommand(dispatch.aggregate(), dispatch.stream());
    if (cached.isPresent()) {
      return new Basis<>(cached.get(), Optional.empty(), Source.CACHE);
    }
    if (creates) {
      return new Basis<>(Loaded.nothing(dispatch.aggregate()), Optional.empty(), Source.ASSUMPTION);
    }
    return stored(dispatch);
  }

  private <S, E extends Event> Basis<S> stored(Dispatch<?, S, E> dispatch) {
    return kept(dispatch, load(dispatch.aggregate(), dispatch.stream(), dispatch.keyText()));
  }

  /** Reads what is new since an earlier basis. */
  <S, E extends Event> Basis<S> goOn(Dispatch<?, S, E> dispatch, Basis<S> earlier) {
    if (earlier.source() == Source.ASSUMPTION) {
      return stored(dispatch);
    }
    Basis<S> read =
        loadSince(dispatch.aggregate(), dispatch.stream(), dispatch.keyText(), earlier.loaded());
    if (earlier.source() == Source.CACHE && !read.loaded().endsAs(earlier.loaded())) {
      cache.countStale();
    }
    return kept(dispatch, read);
  }

  private <S> Basis<S> kept(Dispatch<?, S, ?> dispatch, Basis<S> read) {
    cache.keep(dispatch.aggregate(), dispatch.stream(), read.loaded());
    return read;
  }

  /** The state as it is stored now: a cached one saves the folding, not the look. */
  <S, E extends Event> S current(Aggregate<?, S, E> aggregate, StreamId stream) {
    Optional<Loaded<S>> cached = cache.find(aggregate, stream);
    if (cached.isEmpty()) {
      // Not kept: a pass over many aggregates shall not drive out those that commands are for.
      return load(aggregate, stream, Optional.empty()).loaded().state();
    }
    Loaded<S> read = loadSince(aggregate, stream, Optional.empty(), cached.get()).loaded();
    cache.keep(aggregate, stream, read);
    return read.state();
  }

  private <S, E extends Event> Basis<S> load(
      Aggregate<?, S, E> aggregate, StreamId stream, Optional<String> key) {
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    LoadQuery query = snapshots.wantedFor(aggregate, query(stream, key));
    Optional<Outcome> outcome =
        streams.load(query, found -> fold.beginWith(decoded(aggregate, found)), fold);
    return fold.isConfirmed()
        ? new Basis<>(fold.loaded(), outcome, Source.STORE)
        : loadWithoutBaseline(aggregate, stream, key, fold.baselineSequence());
  }

  private <S> Optional<Loaded<S>> decoded(Aggregate<?, S, ?> aggregate, Snapshot snapshot) {
    return snapshots.decode(aggregate, snapshot);
  }

  /**
   * Goes on from a baseline, if the stream still holds the event that it ends with. Where it does
   * not (a restored database, a snapshot of another history), the baseline is worth nothing.
   */
  private <S, E extends Event> Basis<S> loadSince(
      Aggregate<?, S, E> aggregate, StreamId stream, Optional<String> key, Loaded<S> baseline) {
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    if (baseline.sequence() > 0) {
      fold.beginWith(Optional.of(baseline));
    }
    // The baseline's own last event is read once more: it confirms that the history is the same.
    long from = Math.max(1, baseline.sequence());
    Optional<Outcome> outcome = streams.load(query(stream, key).from(from), found -> {}, fold);
    return fold.isConfirmed()
        ? new Basis<>(fold.loaded(), outcome, Source.STORE)
        : loadWithoutBaseline(aggregate, stream, key, fold.baselineSequence());
  }

  private <S, E extends Event> Basis<S> loadWithoutBaseline(
      Aggregate<?, S, E> aggregate, StreamId stream, Optional<String> key, long ignored) {
    if (ignored > 0) {
      LOG.warn(
          "A state of {} at sequence {} is not of the stored stream's history; ignored, and its"
              + " snapshots deleted",
          stream,
          ignored);
    }
    snapshots.forget(stream);
    cache.doubt(stream);
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    Optional<Outcome> outcome = streams.load(query(stream, key), found -> {}, fold);
    return new Basis<>(fold.loaded(), outcome, Source.STORE);
  }

  private static LoadQuery query(StreamId stream, Optional<String> key) {
    return new LoadQuery(stream, 1, Optional.empty(), key);
  }

  <S, E extends Event> S at(Aggregate<?, S, E> aggregate, StreamId stream, long sequence) {
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    if (sequence > 0) {
      streams.readStream(StreamQuery.of(stream).to(sequence), fold);
    }
    return fold.loaded().state();
  }

  <S, E extends Event> S at(Aggregate<?, S, E> aggregate, StreamId stream, Instant moment) {
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    try {
      streams.readStream(
          StreamQuery.of(stream),
          event -> {
            if (event.metadata().at().isAfter(moment)) {
              throw new Enough();
            }
            fold.accept(event);
          });
    } catch (Enough e) {
      // all that is wanted has been folded
    }
    return fold.loaded().state();
  }

  /** Ends a reading early: what a consumer throws ends it. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough", null, false, false);
    }
  }

  /** Folds what a store hands on. */
  private static final class Fold<S, E extends Event> implements Consumer<RecordedEvent> {
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
          state = aggregate.apply(state, own);
          closes |= aggregate.isFinal(own);
        }
        loaded = loaded.with(state, event, closes);
      } else if (loaded.endsWith(event)) {
        confirmed = true;
        loaded = loaded.confirmedBy(event, aggregate.canBeClosed() && closes(event));
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

    long baselineSequence() {
      return loaded.sequence();
    }

    Loaded<S> loaded() {
      return loaded;
    }
  }
}

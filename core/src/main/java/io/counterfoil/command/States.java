package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rebuilds the state of aggregates: a baseline, and the events since. */
final class States {
  private static final Logger LOG = LoggerFactory.getLogger(States.class);

  private final EventStreams streams;
  private final Optional<Snapshots> snapshots;
  private final StateCache cache;
  private final boolean assuming;

  /**
   * Reads from streams.
   *
   * @param assuming whether a command that creates its aggregate is decided before a look: where
   *     the look is too late, in a transaction that a lost race has ended, it comes first
   */
  States(EventStreams streams, Optional<Snapshots> snapshots, StateCache cache, boolean assuming) {
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

  /** Loads by other snapshots. */
  States with(Snapshots others) {
    return new States(streams, Optional.of(others), cache, assuming);
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
        readOn(dispatch.aggregate(), dispatch.stream(), dispatch.keyText(), earlier.loaded());
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
    Loaded<S> read = readOn(aggregate, stream, Optional.empty(), cached.get()).loaded();
    cache.keep(aggregate, stream, read);
    return read.state();
  }

  /** What is committed, for a snapshot: the newest one there is, and the events since. */
  <S> Loaded<S> reload(Aggregate<?, S, ?> aggregate, StreamId stream) {
    return load(aggregate, stream, Optional.empty()).loaded();
  }

  private <S, E extends Event> Basis<S> load(
      Aggregate<?, S, E> aggregate, StreamId stream, Optional<String> key) {
    if (snapshots.isEmpty()) {
      return loadAll(aggregate, stream, key);
    }
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    List<Snapshot> found = new ArrayList<>(1);
    Optional<Outcome> outcome =
        streams.load(
            snapshots.get().wantedFor(aggregate, query(stream, key)),
            snapshot -> {
              found.add(snapshot);
              fold.beginWith(snapshots.get().decode(aggregate, snapshot));
            },
            fold);
    return fold.isConfirmed()
        ? new Basis<>(fold.loaded(), outcome, Source.STORE)
        : loadWithOlder(snapshots.get(), found.get(0), aggregate, stream, key);
  }

  /** Goes on from the newest snapshot that is of this history, or from none. */
  private <S> Basis<S> loadWithOlder(
      Snapshots kept,
      Snapshot useless,
      Aggregate<?, S, ?> aggregate,
      StreamId stream,
      Optional<String> key) {
    Optional<Snapshot> older = kept.insteadOf(useless);
    while (older.isPresent()) {
      Optional<Basis<S>> basis =
          kept.decode(aggregate, older.get())
              .flatMap(baseline -> loadSince(aggregate, stream, key, baseline));
      if (basis.isPresent()) {
        return basis.get();
      }
      older = kept.insteadOf(older.get());
    }
    return loadAll(aggregate, stream, key);
  }

  /**
   * Goes on from a baseline, if the stream still holds the event that it ends with. Where it does
   * not (a restored database, a snapshot of another history), the baseline is worth nothing.
   */
  private <S, E extends Event> Optional<Basis<S>> loadSince(
      Aggregate<?, S, E> aggregate, StreamId stream, Optional<String> key, Loaded<S> baseline) {
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    if (baseline.sequence() > 0) {
      fold.beginWith(Optional.of(baseline));
    }
    // The baseline's own last event is read once more: it confirms that the history is the same.
    long from = Math.max(1, baseline.sequence());
    Optional<Outcome> outcome = streams.load(query(stream, key).from(from), found -> {}, fold);
    return fold.isConfirmed()
        ? Optional.of(new Basis<>(fold.loaded(), outcome, Source.STORE))
        : Optional.empty();
  }

  private <S, E extends Event> Basis<S> loadAll(
      Aggregate<?, S, E> aggregate, StreamId stream, Optional<String> key) {
    Fold<S, E> fold = new Fold<>(aggregate, Loaded.nothing(aggregate));
    Optional<Outcome> outcome = streams.load(query(stream, key), found -> {}, fold);
    return new Basis<>(fold.loaded(), outcome, Source.STORE);
  }

  private <S> Basis<S> readOn(
      Aggregate<?, S, ?> aggregate, StreamId stream, Optional<String> key, Loaded<S> baseline) {
    return loadSince(aggregate, stream, key, baseline)
        .orElseGet(() -> loadAfterDoubt(aggregate, stream, key, baseline));
  }

  private <S> Basis<S> loadAfterDoubt(
      Aggregate<?, S, ?> aggregate, StreamId stream, Optional<String> key, Loaded<S> doubted) {
    if (doubted.sequence() > 0) {
      LOG.warn(
          "The state of {} at sequence {} is not of the stored stream's history; ignored",
          stream,
          doubted.sequence());
    }
    cache.doubt(stream);
    return load(aggregate, stream, key);
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
}

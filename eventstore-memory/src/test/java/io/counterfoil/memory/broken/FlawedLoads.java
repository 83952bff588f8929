package io.counterfoil.memory.broken;

import io.counterfoil.store.EventStore;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Stores that load wrongly. */
final class FlawedLoads {
  private FlawedLoads() {}

  /** The key is not looked at. */
  static final class ForgetsTheOutcome extends FlawedStore {
    ForgetsTheOutcome(EventStore sound) {
      super(sound);
    }

    @Override
    public Optional<Outcome> load(
        LoadQuery query,
        Consumer<? super Snapshot> snapshot,
        Consumer<? super RecordedEvent> events) {
      sound.load(query, snapshot, events);
      return Optional.empty();
    }
  }

  /** The outcome of an append that comes between outcome and events is missed. */
  static final class ReadsTheOutcomeFirst extends FlawedStore {
    ReadsTheOutcomeFirst(EventStore sound) {
      super(sound);
    }

    @Override
    public Optional<Outcome> load(
        LoadQuery query,
        Consumer<? super Snapshot> snapshot,
        Consumer<? super RecordedEvent> events) {
      Optional<Outcome> outcome = query.key().flatMap(key -> outcome(query.stream(), key));
      sound.load(query, snapshot, events);
      return outcome;
    }
  }

  /** The snapshot comes when its events have been folded into something else. */
  static final class HandsTheSnapshotOnLast extends FlawedStore {
    HandsTheSnapshotOnLast(EventStore sound) {
      super(sound);
    }

    @Override
    public Optional<Outcome> load(
        LoadQuery query,
        Consumer<? super Snapshot> snapshot,
        Consumer<? super RecordedEvent> events) {
      List<Snapshot> found = new ArrayList<>();
      Optional<Outcome> outcome = sound.load(query, found::add, events);
      found.forEach(snapshot);
      return outcome;
    }
  }

  /** The event that a snapshot ends with, and is confirmed by, is left out. */
  static final class BeginsBehindTheSnapshot extends FlawedStore {
    BeginsBehindTheSnapshot(EventStore sound) {
      super(sound);
    }

    @Override
    public Optional<Outcome> load(
        LoadQuery query,
        Consumer<? super Snapshot> snapshot,
        Consumer<? super RecordedEvent> events) {
      AtomicLong last = new AtomicLong();
      return sound.load(
          query,
          found -> {
            last.set(found.sequence());
            snapshot.accept(found);
          },
          event -> {
            if (event.sequence() != last.get()) {
              events.accept(event);
            }
          });
    }
  }

  /** A snapshot is taken whatever the version of its state. */
  static final class TakesAnyStateVersion extends FlawedStore {
    TakesAnyStateVersion(EventStore sound) {
      super(sound);
    }

    @Override
    public Optional<Outcome> load(
        LoadQuery query,
        Consumer<? super Snapshot> snapshot,
        Consumer<? super RecordedEvent> events) {
      LoadQuery any = query.snapshots().map(from -> query.snapshot(from.store(), 1)).orElse(query);
      return sound.load(any, snapshot, events);
    }
  }

  /** A snapshot store that fails fails the load. */
  static final class FailsWithItsSnapshots extends FlawedStore {
    FailsWithItsSnapshots(EventStore sound) {
      super(sound);
    }

    @Override
    public Optional<Outcome> load(
        LoadQuery query,
        Consumer<? super Snapshot> snapshot,
        Consumer<? super RecordedEvent> events) {
      Optional<Snapshot> found =
          query.snapshots().flatMap(s -> s.store().newest(query.stream(), s.stateVersion()));
      found.ifPresent(snapshot);
      long from = Math.max(query.from(), found.map(Snapshot::sequence).orElse(1L));
      readStream(StreamQuery.of(query.stream()).from(from), events);
      return query.key().flatMap(key -> outcome(query.stream(), key));
    }
  }
}

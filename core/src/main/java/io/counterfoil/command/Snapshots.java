package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps and finds snapshots for the bus. A snapshot saves time and nothing else, so that whatever
 * goes wrong with one is told to the log and the events are folded instead: a command never fails
 * for it.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final Snapshots NONE = new Snapshots(Optional.empty());

  private final Optional<Keeping> keeping;

  private Snapshots(Optional<Keeping> keeping) {
    this.keeping = keeping;
  }

  private record Keeping(
      SnapshotStore store, SnapshotPolicy policy, EventCodec codec, boolean changes) {}

  static Snapshots none() {
    return NONE;
  }

  static Snapshots in(SnapshotStore store, SnapshotPolicy policy, EventCodec codec) {
    return new Snapshots(Optional.of(new Keeping(store, policy, codec, true)));
  }

  /**
   * Finds snapshots as this does, and takes and deletes none: a transaction that sees its streams
   * as they were may take a good one for one of another history.
   */
  Snapshots readOnly() {
    return new Snapshots(
        keeping.map(
            kept -> new Keeping(kept.store(), (before, after) -> false, kept.codec(), false)));
  }

  /** Finds out when the bus is built, not at the first snapshot. */
  void requireWritable(Aggregate<?, ?, ?> aggregate) {
    keeping.ifPresent(
        kept -> {
          try {
            kept.codec().check(aggregate.stateType());
          } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                "no snapshots of '"
                    + aggregate.type()
                    + "' can be kept, since its state cannot be written: "
                    + e.getMessage(),
                e);
          }
        });
  }

  /** Asks for a snapshot, too, if any are kept. */
  LoadQuery wantedFor(Aggregate<?, ?, ?> aggregate, LoadQuery query) {
    return keeping
        .map(kept -> query.snapshot(kept.store(), aggregate.stateVersion()))
        .orElse(query);
  }

  /** Decodes a snapshot; one that cannot be read is none. */
  <S> Optional<Loaded<S>> decode(Aggregate<?, S, ?> aggregate, Snapshot snapshot) {
    EventCodec codec = keeping.orElseThrow().codec();
    try {
      S state = codec.decode(snapshot.state(), aggregate.stateType());
      return Optional.of(Loaded.snapshot(state, snapshot.sequence(), snapshot.lastEventId()));
    } catch (UnreadablePayload e) {
      LOG.warn("The snapshot of {} is ignored and deleted: {}", snapshot.stream(), e.getMessage());
      return Optional.empty();
    }
  }

  /** Keeps the state behind an append, if that is due. Only what is committed gets here. */
  <S> void afterAppend(Aggregate<?, S, ?> aggregate, long before, S state, CommandResult result) {
    keeping.ifPresent(
        kept -> {
          try {
            if (kept.policy().isDue(before, result.sequence())) {
              save(kept, aggregate, state, result.events().get(result.events().size() - 1));
            }
          } catch (Throwable e) {
            // The command is done and committed: whatever it is, it must not fail for this now.
            // Only its class is told, since the message may hold what the state holds.
            LOG.warn(
                "No snapshot of {} at sequence {}: {}",
                result.stream(),
                result.sequence(),
                e.getClass().getName());
          }
        });
  }

  private static <S> void save(
      Keeping kept, Aggregate<?, S, ?> aggregate, S state, RecordedEvent last) {
    kept.store()
        .save(
            new Snapshot(
                last.stream(),
                aggregate.stateVersion(),
                last.sequence(),
                last.eventId(),
                kept.codec().encode(state)));
  }

  void forget(StreamId stream) {
    keeping
        .filter(Keeping::changes)
        .ifPresent(
            kept -> {
              try {
                kept.store().delete(stream);
              } catch (EventStoreException e) {
                LOG.warn("The snapshots of {} could not be deleted", stream, e);
              }
            });
  }
}

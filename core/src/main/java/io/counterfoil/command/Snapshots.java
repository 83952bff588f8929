package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds snapshots for loads. A snapshot saves time and nothing else, so that whatever goes wrong
 * with one is counted and the events are folded instead: a command never fails for it. A snapshot
 * store that has failed is left alone for a moment, so that one that fails slowly slows few.
 */
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final long REST_NANOS = 1_000_000_000;

  private final SnapshotStore store;
  private final EventCodec codec;
  private final boolean changing;
  private final boolean strict;
  private final Health health;

  Snapshots(SnapshotStore store, EventCodec codec, LongSupplier nanoTime) {
    this(store, codec, true, false, new Health(nanoTime));
  }

  private Snapshots(
      SnapshotStore store, EventCodec codec, boolean changing, boolean strict, Health health) {
    this.store = store;
    this.codec = codec;
    this.changing = changing;
    this.strict = strict;
    this.health = health;
  }

  /**
   * Finds snapshots as this does, and deletes none: a transaction that sees its streams as they
   * were may take a good one for one of another history.
   */
  Snapshots readOnly() {
    return new Snapshots(store, codec, false, strict, health);
  }

  /**
   * Finds snapshots as this does, and throws where the snapshot store fails, for whoever proves
   * something of them: what nobody looked at is not proved.
   */
  Snapshots strict() {
    return new Snapshots(store, codec, changing, true, health);
  }

  SnapshotStore store() {
    return store;
  }

  EventCodec codec() {
    return codec;
  }

  long unread() {
    return health.failures.total();
  }

  long ignored() {
    return health.ignored.sum();
  }

  /** Finds out when the bus is built, not at the first snapshot. */
  void requireWritable(Aggregate<?, ?, ?> aggregate) {
    try {
      codec.check(aggregate.stateType());
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "no snapshots of '"
              + aggregate.type()
              + "' can be kept, since its state cannot be written: "
              + e.getMessage()
              + "; see AggregateBuilder.stateType",
          e);
    }
  }

  /** Asks for a snapshot, too, unless the snapshot store has just failed. */
  LoadQuery wantedFor(Aggregate<?, ?, ?> aggregate, LoadQuery query) {
    return !strict && health.isResting()
        ? query
        : query.snapshot(
            store, aggregate.stateVersion(), failure -> failed(query.stream(), failure));
  }

  private void failed(StreamId stream, Exception failure) {
    health.failed(stream, failure);
    if (strict) {
      throw failure instanceof EventStoreException e
          ? e
          : new EventStoreException("the snapshots of " + stream + " cannot be read", failure);
    }
  }

  /** Decodes a snapshot; one that cannot be read is none. */
  <S> Optional<Loaded<S>> decode(Aggregate<?, S, ?> aggregate, Snapshot snapshot) {
    health.failures.succeeded();
    try {
      S state = codec.decode(snapshot.state(), aggregate.stateType());
      return Optional.of(Loaded.snapshot(state, snapshot.sequence(), snapshot.lastEventId()));
    } catch (UnreadablePayload e) {
      LOG.warn("The snapshot of {} cannot be read: {}", snapshot.stream(), e.getMessage());
      return Optional.empty();
    } catch (RuntimeException e) { // a codec of the host's; what it says may hold what is secret
      LOG.warn("The snapshot of {} cannot be read: {}", snapshot.stream(), e.getClass().getName());
      return Optional.empty();
    }
  }

  /** Ignores a snapshot for good, and finds the next older one. */
  Optional<Snapshot> insteadOf(Snapshot useless) {
    health.ignored.increment();
    LOG.warn(
        "The snapshot of {} at sequence {} is ignored{}",
        useless.stream(),
        useless.sequence(),
        changing ? ", and deleted" : "");
    try {
      if (changing) {
        store.discard(useless.stream(), useless.stateVersion(), useless.sequence());
      }
      // A store that gives no older one, but the same again, would keep the load here for ever.
      return store
          .newestBelow(useless.stream(), useless.stateVersion(), useless.sequence())
          .filter(older -> older.sequence() < useless.sequence());
    } catch (RuntimeException e) {
      failed(useless.stream(), e);
      return Optional.empty();
    }
  }

  /** Knows whether the snapshot store can be asked; one for all buses that share it. */
  private static final class Health {
    private final Streak failures = new Streak(LOG, "Snapshots cannot be read; events are folded");
    private final LongAdder ignored = new LongAdder();
    private final LongSupplier nanoTime;
    private volatile long failedAt;

    Health(LongSupplier nanoTime) {
      this.nanoTime = nanoTime;
    }

    void failed(StreamId stream, Exception failure) {
      failedAt = nanoTime.getAsLong();
      failures.failed(stream, failure.getClass().getName(), failure);
    }

    boolean isResting() {
      boolean resting = failures.isOn() && nanoTime.getAsLong() - failedAt < REST_NANOS;
      if (resting) {
        failures.count();
      }
      return resting;
    }
  }
}

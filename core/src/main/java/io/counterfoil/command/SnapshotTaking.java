package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.serialization.EventCodec;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.SnapshotStore;
import io.counterfoil.store.StreamId;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of what is committed: it asks the policy behind an append, and then loads the
 * aggregate from the store on a thread of its own. So nothing is shared with a command, and nothing
 * that may roll back is ever kept.
 */
final class SnapshotTaking {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaking.class);

  private final SnapshotStore store;
  private final EventCodec codec;
  private final SnapshotPolicy policy;
  private final SnapshotQueue queue;
  private final LongAdder taken = new LongAdder();
  private final Streak failures = new Streak(LOG, "A snapshot could not be taken");

  SnapshotTaking(
      SnapshotStore store, EventCodec codec, SnapshotPolicy policy, SnapshotQueue queue) {
    this.store = store;
    this.codec = codec;
    this.policy = policy;
    this.queue = queue;
  }

  SnapshotQueue queue() {
    return queue;
  }

  long taken() {
    return taken.sum();
  }

  long failed() {
    return failures.total();
  }

  /** Only what is committed gets here. The command is done: whatever happens, it must not fail. */
  void afterAppend(
      Aggregate<?, ?, ?> aggregate,
      long before,
      Decision<?, ?> decision,
      CommandResult result,
      States states) {
    StreamId stream = result.stream();
    try {
      Object state = decision.next();
      if (policy.isDue(
          new SnapshotPolicy.Change(before, result.sequence(), decision.events(), state))) {
        queue.offer(stream, () -> take(aggregate, stream, states));
      }
    } catch (Throwable failure) {
      failed(stream, failure);
    }
  }

  private <S> void take(Aggregate<?, S, ?> aggregate, StreamId stream, States states) {
    try {
      Loaded<S> loaded = states.reload(aggregate, stream);
      if (loaded.lastEventId().isPresent() && !loaded.goesOnBehindItsEnd()) {
        store.save(
            new Snapshot(
                stream,
                aggregate.stateVersion(),
                loaded.sequence(),
                loaded.lastEventId().get(),
                codec.encode(loaded.state(), aggregate.stateType())));
        taken.increment();
      }
      failures.succeeded();
    } catch (Throwable failure) {
      failed(stream, failure);
    }
  }

  /** Tells no more than the class, unless it is ours: what it says may hold what is secret. */
  private void failed(StreamId stream, Throwable failure) {
    failures.failed(
        stream,
        failure instanceof UnreadablePayload unwritable
            ? Objects.requireNonNull(unwritable.getMessage())
            : failure.getClass().getName(),
        failure instanceof EventStoreException ? failure : null);
  }
}

package io.counterfoil.projection;

import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.UnreadableEvent;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and decodes the next batch of one projection while this one is applied; never more than
 * that one. What fails is left for the projection's own reading, which comes next. Not thread-safe;
 * guarded by its follower.
 */
final class ReadAhead {
  private final LogSource source;
  private final EventFilter filter;
  private @Nullable FutureTask<Batch> ahead;
  private long from;
  private int limit;

  ReadAhead(LogSource source, EventFilter filter) {
    this.source = source;
    this.filter = filter;
  }

  /** Begins to read what follows. */
  void begin(long behind, int most, Executor threads) {
    FutureTask<Batch> reading = new FutureTask<>(() -> decoded(source.read(behind, filter, most)));
    try {
      threads.execute(reading);
    } catch (RejectedExecutionException e) {
      return; // then it is read when it is needed
    }
    from = behind;
    limit = most;
    ahead = reading;
  }

  /** Reads behind a position: what was read ahead, if it fits. */
  Batch read(long behind, int most) throws InterruptedException {
    @Nullable FutureTask<Batch> reading = ahead;
    ahead = null;
    if (reading != null && from == behind && limit == most) {
      try {
        return reading.get();
      } catch (ExecutionException e) {
        // It fails again below, where it is told; or it was a passing failure.
      }
    }
    return source.read(behind, filter, most);
  }

  private static Batch decoded(Batch batch) {
    for (RecordedEvent event : batch.events()) {
      try {
        event.payloads();
      } catch (UnreadableEvent | UnknownEventType e) {
        return batch; // told when it is applied
      }
    }
    return batch;
  }
}

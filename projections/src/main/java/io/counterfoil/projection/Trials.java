package io.counterfoil.projection;

import io.counterfoil.store.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Keeps count of what failed, and finds the event that is to blame: a batch that failed is tried
 * again one event at a time. Not thread-safe; guarded by its follower.
 */
final class Trials {

  /** Says what a failure calls for. */
  enum Verdict {
    /** The events of the batch are tried one by one. */
    SPLIT,
    /** The same is tried again, after a pause. */
    RETRY,
    /** Another runner has taken over. */
    FENCED,
    /** An event has failed for good, and is set aside. */
    PARK,
    /** Something has failed for good. */
    GIVE_UP
  }

  private final ProjectionOptions options;
  private final boolean parks;
  private List<RecordedEvent> attempted = List.of();

  /** Up to here events come one by one, as one of them made a batch fail. */
  private long oneByOneTo;

  /** How many events fit into the time of a batch, as far as was seen. */
  private int fitting;

  private int attempts;
  private int outages;

  Trials(ProjectionOptions options) {
    this.options = options;
    this.parks = options.parks();
    this.fitting = options.batchSize();
  }

  /** Nothing has been read yet: what fails now is nobody's fault. */
  void begin() {
    attempted = List.of();
  }

  /** What fails from here on may lie in these events. */
  void begin(List<RecordedEvent> events) {
    attempted = events;
  }

  void succeeded() {
    attempts = 0;
    outages = 0;
  }

  /** Goes by how long a batch took: the next ones are to fit into the time that they may take. */
  void took(int events, long nanos) {
    if (nanos > options.batchNanos()) {
      fitting = Math.max(1, (int) (events * (double) options.batchNanos() / nanos));
    } else if (events == fitting) {
      fitting = Math.min(options.batchSize(), fitting * 2);
    }
  }

  /** Forgets where a batch failed: the log is read from zero. */
  void restarted() {
    oneByOneTo = 0;
  }

  /** How many events a batch behind a position may have. */
  int limit(long from) {
    return from < oneByOneTo ? 1 : fitting;
  }

  /** Whether a failure would count as that of the events that were attempted. */
  boolean mayBlameEvents(Throwable cause) {
    return !attempted.isEmpty()
        && !(cause instanceof CheckpointFenced)
        && !(cause instanceof InterruptedException)
        && !Outage.isBehind(cause);
  }

  Verdict failed(Throwable cause) {
    if (cause instanceof CheckpointFenced) {
      return Verdict.FENCED;
    }
    if (Outage.isBehind(cause)) {
      outages++;
      return Verdict.RETRY;
    }
    if (attempted.size() > 1) {
      oneByOneTo = attempted.get(attempted.size() - 1).position();
      return Verdict.SPLIT;
    }
    attempts++;
    if (attempts < options.attempts()) {
      return Verdict.RETRY;
    }
    return parks && attempted.size() == 1 && cause instanceof Exception
        ? Verdict.PARK
        : Verdict.GIVE_UP;
  }

  /** The event that has failed for good. */
  RecordedEvent failedEvent() {
    return attempted.get(0);
  }

  /** Describes the failure that was judged last. */
  ProjectionFailure describe(Throwable cause, Optional<String> step, Instant now) {
    boolean blamed = attempted.size() == 1 && !(cause instanceof CheckpointFenced);
    Optional<RecordedEvent> event = blamed ? Optional.of(attempted.get(0)) : Optional.empty();
    int times = Math.max(1, Outage.isBehind(cause) ? outages : attempts);
    return new ProjectionFailure(step, event, times, cause, now);
  }

  /** How long to wait before the next attempt. */
  long pauseNanos() {
    return options.pauseAfter(attempts + outages);
  }

  /** Whether the database has been away for as many attempts as an event would have had. */
  boolean isOutOfPatience() {
    return outages >= options.attempts();
  }
}

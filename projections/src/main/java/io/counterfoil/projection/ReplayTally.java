package io.counterfoil.projection;

import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.RecordedEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands events to a stage and counts what becomes of them. Where a batch fails, its events are
 * applied one by one, so that one that fails keeps no other from being applied. Not thread-safe.
 */
final class ReplayTally {
  private final String projection;
  private final Replaying.Stage stage;
  private final Clock clock;
  private final long begun = System.nanoTime();
  private final List<ProjectionFailure> errors = new ArrayList<>();
  private long read;
  private long applied;
  private long failed;
  private long parked;

  ReplayTally(String projection, Replaying.Stage stage, Clock clock) {
    this.projection = projection;
    this.stage = stage;
    this.clock = clock;
  }

  long read() {
    return read;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  ReplayResult result(long from, long to) {
    return new ReplayResult(read, applied, failed, parked, errors, from, to, elapsed());
  }

  /**
   * Applies a batch.
   *
   * @throws ProjectionException if the caller is interrupted, or the database is away: that is no
   *     failure of an event
   */
  void apply(List<RecordedEvent> events) {
    if (Thread.interrupted()) {
      throw interrupted(new InterruptedException("between batches"));
    }
    read += events.size();
    List<RecordedEvent> due = events.stream().filter(event -> !stage.isParked(event)).toList();
    parked += events.size() - due.size();
    if (due.size() > 1 && !isApplied(due)) {
      due.forEach(event -> isApplied(List.of(event)));
    } else if (due.size() == 1) {
      isApplied(due);
    }
  }

  private boolean isApplied(List<RecordedEvent> events) {
    try {
      stage.apply(events);
      applied += events.size();
      return true;
    } catch (Exception e) {
      failed(events, e);
      return false;
    }
  }

  private void failed(List<RecordedEvent> events, Exception e) {
    Exception cause = e instanceof StepFailed step ? step.thrown() : e;
    if (cause instanceof InterruptedException interrupt) {
      throw interrupted(interrupt);
    }
    if (Outage.isBehind(cause)) {
      throw new ProjectionException(
          "the database of '" + projection + "' failed while events were replayed", cause);
    }
    if (events.size() > 1) {
      return; // which one is to blame is found out one by one
    }
    failed++;
    if (errors.size() < ReplayResult.MOST_ERRORS) {
      Optional<String> step =
          e instanceof StepFailed failure ? Optional.of(failure.step()) : Optional.empty();
      errors.add(
          new ProjectionFailure(step, Optional.of(events.get(0)), 1, cause, clock.instant()));
    }
  }

  ProjectionException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new ProjectionException(
        "interrupted while events of '" + projection + "' were replayed, behind " + read, e);
  }
}

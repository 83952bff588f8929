package io.counterfoil.projection;

import io.counterfoil.projection.LogFollower.Turn;
import io.counterfoil.projection.declaration.StepFailed;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what follows where a turn of a follower failed: another attempt, an event that is set
 * aside, or an end. Not thread-safe; guarded by its follower.
 */
final class Setbacks {
  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);

  private final Projection projection;
  private final Hold hold;
  private final Trials trials;
  private final Progress progress;
  private final SafeListener listener;
  private final Clock clock;

  private @Nullable ParkedEvent toPark;

  Setbacks(
      Projection projection,
      Hold hold,
      Trials trials,
      Progress progress,
      SafeListener listener,
      Clock clock) {
    this.projection = projection;
    this.hold = hold;
    this.trials = trials;
    this.progress = progress;
    this.listener = listener;
    this.clock = clock;
  }

  /** The event that is to be set aside before anything else is done. */
  @Nullable ParkedEvent toPark() {
    return toPark;
  }

  /** Sets nothing aside any more. */
  void forget() {
    toPark = null;
  }

  /** Decides what follows a turn that has thrown something, and tells of it. */
  Turn after(Throwable thrown) {
    hold.doubt();
    Throwable found = thrown;
    try {
      if (trials.mayBlameEvents(causeOf(thrown)) && hold.wasRaised()) {
        return Turn.MORE;
      }
    } catch (Exception e) { // what was thrown comes again with the next turn, if it was its event's
      e.addSuppressed(thrown);
      found = e;
    }
    return judged(found);
  }

  private static Throwable causeOf(Throwable thrown) {
    return thrown instanceof StepFailed failed ? failed.thrown() : thrown;
  }

  private Turn judged(Throwable thrown) {
    Optional<String> step =
        thrown instanceof StepFailed failed ? Optional.of(failed.step()) : Optional.empty();
    Throwable cause = causeOf(thrown);
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return Turn.ENDED;
    }
    if (cause instanceof CheckpointFenced fenced && hold.suspects(fenced)) {
      toPark = null;
      return Turn.MORE;
    }
    Trials.Verdict verdict = trials.failed(cause);
    ProjectionFailure failure = trials.describe(cause, step, clock.instant());
    listener.tell(to -> to.failed(projection.name(), projection.version(), failure));
    return switch (verdict) {
      case SPLIT -> Turn.MORE;
      case FENCED -> broken(ProjectionState.FENCED, failure);
      case GIVE_UP -> broken(ProjectionState.FAILED, failure);
      case PARK -> {
        toPark = ParkedEvent.failed(trials.failedEvent(), failure);
        yield Turn.MORE;
      }
      case RETRY -> {
        progress.failed(ProjectionState.RETRYING, failure);
        yield Turn.RETRY;
      }
    };
  }

  private Turn broken(ProjectionState state, ProjectionFailure failure) {
    progress.failed(state, failure);
    // The cause's message may quote rows or payloads; status() has all of it.
    String what = hold.name(projection);
    if (state == ProjectionState.FENCED) {
      log.warn("projection {} was taken over at position {}: {}", what, hold.position(), failure);
    } else {
      log.error("projection {} stopped at position {}: {}", what, hold.position(), failure);
    }
    return Turn.ENDED;
  }

  /** Ends, since another runner has taken this one's place. */
  void fenced(CheckpointFenced fenced) {
    broken(ProjectionState.FENCED, trials.describe(fenced, Optional.empty(), clock.instant()));
  }
}

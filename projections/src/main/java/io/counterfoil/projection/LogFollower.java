package io.counterfoil.projection;

import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one read model forward, a batch at a turn: reads behind the checkpoint, applies, moves the
 * checkpoint. It never waits and starts no thread; whoever drives it does. Thread-safe: turns come
 * one after another.
 */
final class LogFollower {
  private static final Logger log = LoggerFactory.getLogger(LogFollower.class);

  /** An empty stretch of the log moves the stored checkpoint only when it is this long or old. */
  private static final long STRETCH_POSITIONS = 10_000;

  private static final long STRETCH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Behind a stretch of this length there may be more: a store may look at the log piecewise. */
  private static final long LONG_STRETCH = 1_000;

  /** Says what a turn came to. */
  enum Turn {
    /** There is more to read. */
    MORE,
    /** Something was new, and now the end of the log is reached. */
    CAUGHT_UP,
    /** Nothing was new. */
    NOTHING,
    /** It failed; to be tried again after a pause. */
    RETRY,
    /** It has stopped: broken, or interrupted. */
    ENDED
  }

  private final EventStore store;
  private final EventFilter filter;
  private final ReadModel readModel;
  private final CheckpointId id;
  private final String owner;
  private final Clock clock;
  private final Progress progress;

  /** Held for a turn, or for all turns of a rebuild; guards what follows. */
  private final ReentrantLock turns = new ReentrantLock();

  private final Trials trials;
  private boolean ready;
  private @Nullable Checkpoint held;

  /** Whether the last transaction may or may not have been committed. */
  private boolean inDoubt;

  /** How far the log was read: at or above the held checkpoint. */
  private long position;

  private long storedAt = System.nanoTime();
  private long applied;

  LogFollower(
      EventStore store,
      EventFilter filter,
      Projection projection,
      ReadModel readModel,
      String owner,
      Pace pace,
      Clock clock,
      Progress progress) {
    this.store = store;
    this.filter = filter;
    this.readModel = readModel;
    this.id = new CheckpointId(projection.name(), projection.version(), 0);
    this.owner = owner;
    this.trials = new Trials(pace);
    this.clock = clock;
    this.progress = progress;
  }

  /** Keeps every other driver out until {@link #unlock()}. */
  void lock() {
    turns.lock();
  }

  void unlock() {
    turns.unlock();
  }

  /** Starts anew from the stored checkpoint, whatever happened before. */
  void begin() {
    turns.lock();
    try {
      ready = false;
      held = null;
      inDoubt = false;
      trials.succeeded();
      progress.began();
    } finally {
      turns.unlock();
    }
  }

  /** Takes one turn. What fails is told by the result and by the progress, not thrown. */
  @SuppressWarnings("TooBroadCatch") // an Error in a handler must not end a thread unseen
  Turn advance() {
    turns.lock();
    try {
      if (progress.isBroken()) {
        return Turn.ENDED;
      }
      return step();
    } catch (Throwable failure) {
      return failed(failure);
    } finally {
      turns.unlock();
    }
  }

  private Turn step() throws Exception {
    trials.begin();
    Checkpoint mine = takeUp();
    long from = position;
    int limit = trials.limit(from);
    List<RecordedEvent> events = new ArrayList<>();
    long to = store.readLog(EventQuery.after(from).filter(filter).limit(limit), events::add);
    trials.begin(events);
    if (!events.isEmpty() || isWorthStoring(mine, to)) {
      held = readModel.apply(mine, new Batch(mine.position(), to, events));
      storedAt = System.nanoTime();
    }
    position = to;
    applied += events.size();
    trials.succeeded();
    boolean more = events.size() == limit || to - from >= LONG_STRETCH;
    progress.at(to, more ? ProjectionState.CATCHING_UP : ProjectionState.IDLE, clock.instant());
    return more ? Turn.MORE : to > from ? Turn.CAUGHT_UP : Turn.NOTHING;
  }

  private Checkpoint takeUp() throws Exception {
    if (!ready) {
      readModel.setUp();
      ready = true;
    }
    @Nullable Checkpoint mine = held;
    if (mine == null) {
      mine = readModel.claim(id, owner);
      position = mine.position();
    } else if (inDoubt) {
      Checkpoint before = mine;
      mine = readModel.renew(before);
      // Lower than before is only possible where the answer to a reset was lost.
      position =
          mine.position() < before.position()
              ? mine.position()
              : Math.max(position, mine.position());
    }
    held = mine;
    inDoubt = false;
    return mine;
  }

  private boolean isWorthStoring(Checkpoint mine, long to) {
    long stretch = to - mine.position();
    return stretch >= STRETCH_POSITIONS
        || (stretch > 0 && System.nanoTime() - storedAt >= STRETCH_NANOS);
  }

  private Turn failed(Throwable thrown) {
    Optional<String> step =
        thrown instanceof StepFailed failed ? Optional.of(failed.step()) : Optional.empty();
    Throwable cause = thrown instanceof StepFailed failed ? failed.thrown() : thrown;
    // Where the answer to a commit was lost, only a renewed claim tells what was committed; and it
    // tells whether another runner is behind the failure.
    inDoubt = true;
    if (cause instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return Turn.ENDED;
    }
    Trials.Verdict verdict = trials.failed(cause);
    ProjectionFailure failure = trials.describe(cause, step, clock.instant());
    return switch (verdict) {
      case SPLIT -> Turn.MORE;
      case FENCED -> broken(ProjectionState.FENCED, failure);
      case GIVE_UP -> broken(ProjectionState.FAILED, failure);
      case RETRY -> {
        progress.failed(ProjectionState.RETRYING, failure);
        yield Turn.RETRY;
      }
    };
  }

  private Turn broken(ProjectionState state, ProjectionFailure failure) {
    progress.failed(state, failure);
    // The cause's message may quote rows or payloads; status() has all of it.
    if (state == ProjectionState.FENCED) {
      log.warn("projection {} was taken over at position {}: {}", id, position, failure);
    } else {
      log.error("projection {} stopped at position {}: {}", id, position, failure);
    }
    return Turn.ENDED;
  }

  /** How long to wait after a turn that failed. */
  long pauseNanos() {
    turns.lock();
    try {
      return trials.pauseNanos();
    } finally {
      turns.unlock();
    }
  }

  /** Whether the database has been away for as many attempts as an event would have had. */
  boolean isOutOfPatience() {
    turns.lock();
    try {
      return trials.isOutOfPatience();
    } finally {
      turns.unlock();
    }
  }

  long applied() {
    turns.lock();
    try {
      return applied;
    } finally {
      turns.unlock();
    }
  }

  /** Empties the read model and goes back to zero. */
  void reset() throws Exception {
    turns.lock();
    try {
      Checkpoint mine = takeUp();
      inDoubt = true;
      progress.began(); // whether the reset fails or not, nobody may rely on the old position now
      held = readModel.reset(mine);
      inDoubt = false;
      position = 0;
      trials.restarted();
      progress.at(0, ProjectionState.CATCHING_UP, clock.instant());
    } catch (CheckpointFenced fenced) {
      broken(ProjectionState.FENCED, trials.describe(fenced, Optional.empty(), clock.instant()));
      throw fenced;
    } finally {
      turns.unlock();
    }
  }

  /** Stores how far the log was read, if nothing stands against it. */
  void finish() {
    turns.lock();
    try {
      @Nullable Checkpoint mine = held;
      if (mine != null && !inDoubt && mine.position() < position && !progress.isBroken()) {
        held = readModel.apply(mine, new Batch(mine.position(), position, List.of()));
      }
    } catch (CheckpointFenced fenced) {
      broken(ProjectionState.FENCED, trials.describe(fenced, Optional.empty(), clock.instant()));
    } catch (Exception e) {
      inDoubt = true;
      log.warn(
          "projection {} could not store that it has read up to position {}; the next start reads"
              + " that stretch again, nothing is lost ({})",
          id,
          position,
          e.getClass().getName());
    } finally {
      turns.unlock();
    }
  }
}

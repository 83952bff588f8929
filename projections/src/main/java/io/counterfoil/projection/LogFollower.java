package io.counterfoil.projection;

import io.counterfoil.projection.Generations.Generation;
import io.counterfoil.projection.Generations.Role;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.RecordedEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
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
    /** It has stopped: broken, retired, or interrupted. */
    ENDED
  }

  private final LogSource source;
  private final EventFilter filter;
  private final Projection projection;
  private final ReadModel readModel;
  private final Clock clock;
  private final Progress progress;
  private final SafeListener listener;
  private final ReadAhead readAhead;

  /**
   * Held for a turn, for all turns of a rebuild, or for a replay; guards what follows. Fair, or a
   * loop that is behind would keep everybody else waiting.
   */
  private final ReentrantLock turns = new ReentrantLock(true);

  private final Hold hold;
  private final Trials trials;
  private final Setbacks setbacks;
  private long storedAt = System.nanoTime();
  private long applied;

  LogFollower(
      LogSource source,
      EventFilter filter,
      Projection projection,
      ReadModel readModel,
      Hold hold,
      ProjectionOptions options,
      Clock clock,
      Progress progress,
      SafeListener listener) {
    this.source = source;
    this.filter = filter;
    this.projection = projection;
    this.readModel = readModel;
    this.hold = hold;
    this.trials = new Trials(options);
    this.setbacks = new Setbacks(projection, hold, trials, progress, listener, clock);
    this.clock = clock;
    this.progress = progress;
    this.listener = listener;
    this.readAhead = new ReadAhead(source, filter);
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
      hold.begin();
      setbacks.forget();
      trials.succeeded();
      progress.began();
    } finally {
      turns.unlock();
    }
  }

  /**
   * Has the checkpoint renewed before the next batch: its epoch may have been raised for others.
   */
  void doubt() {
    turns.lock();
    try {
      hold.doubt();
    } finally {
      turns.unlock();
    }
  }

  /** Takes one turn. What fails is told by the result and by the progress, not thrown. */
  Turn advance() {
    return advance(null);
  }

  /**
   * Takes one turn, and has the next batch read meanwhile.
   *
   * @param threads on which the next batch is read; null to leave that to the next turn
   */
  @SuppressWarnings("TooBroadCatch") // an Error in a handler must not end a thread unseen
  Turn advance(@Nullable Executor threads) {
    turns.lock();
    try {
      if (progress.hasEnded()) {
        return Turn.ENDED;
      }
      return step(threads);
    } catch (Throwable failure) {
      return setbacks.after(failure);
    } finally {
      turns.unlock();
    }
  }

  private Turn step(@Nullable Executor threads) throws Exception {
    trials.begin();
    if (!isAssigned()) {
      return Turn.ENDED;
    }
    boolean known = hold.isHeld();
    Checkpoint mine = hold.takeUp();
    if (!known) { // before anything is applied: whoever asks meanwhile is told the stored position
      show(ProjectionState.CATCHING_UP);
    }
    @Nullable ParkedEvent toPark = setbacks.toPark();
    if (toPark != null) {
      return park(mine, toPark);
    }
    return hold.isBuilding() ? build(mine) : follow(mine, threads);
  }

  private Turn follow(Checkpoint mine, @Nullable Executor threads) throws Exception {
    int limit = trials.limit(hold.position());
    Batch next = readAhead.read(hold.position(), limit);
    boolean more = hasMore(next, limit);
    if (more && threads != null && trials.limit(next.to()) == limit) {
      readAhead.begin(next.to(), limit, threads);
    }
    Turn turn = apply(mine, next) ? Turn.CAUGHT_UP : Turn.NOTHING;
    show(more ? ProjectionState.CATCHING_UP : ProjectionState.IDLE);
    return more ? Turn.MORE : turn;
  }

  private void show(ProjectionState state) {
    progress.at(hold.current(), hold.position(), state, clock.instant());
  }

  private static boolean hasMore(Batch batch, int limit) {
    return batch.events().size() == limit || batch.to() - batch.from() >= LONG_STRETCH;
  }

  /** Fills a generation beside the live one, never beyond it; takes its place where it stands. */
  private Turn build(Checkpoint mine) throws Exception {
    Generations generations = readModel.generations().orElseThrow();
    long reached = generations.livePosition().orElse(0);
    if (hold.position() < reached) {
      int limit = trials.limit(hold.position());
      apply(mine, source.readAlone(hold.position(), reached, filter, limit));
      show(ProjectionState.CATCHING_UP);
      return Turn.MORE;
    }
    if (hold.position() > reached) { // it was set back; its new events are seen by it first
      show(ProjectionState.CATCHING_UP);
      return Turn.NOTHING;
    }
    Optional<Checkpoint> live = takeOver(generations, mine);
    if (live.isEmpty()) {
      return Turn.RETRY;
    }
    Checkpoint now = live.get();
    progress.assigned(hold.live(now));
    trials.succeeded();
    show(ProjectionState.CATCHING_UP);
    log.info("projection {} is live from position {} on", now.id(), now.position());
    listener.tell(to -> to.switched(now.id()));
    return Turn.MORE;
  }

  /** Empty where a reader of the view stands in the way, which may take its time. */
  private Optional<Checkpoint> takeOver(Generations generations, Checkpoint mine) throws Exception {
    long before = applied;
    try {
      return Optional.of(
          generations.takeOver(
              mine,
              (from, to) -> {
                Batch rest = source.readAlone(from, to, filter, Integer.MAX_VALUE);
                applied += rest.events().size();
                return rest;
              }));
    } catch (Exception e) {
      applied = before;
      hold.doubt();
      if (!Outage.isBehind(e) || generations.livePosition().isEmpty()) {
        throw e;
      }
      show(ProjectionState.CATCHING_UP); // the database is there, and no event has failed
      return Optional.empty();
    }
  }

  /** Applies what was read; tells whether the log had anything new. */
  private boolean apply(Checkpoint mine, Batch next) throws Exception {
    List<RecordedEvent> events = next.events();
    trials.begin(events);
    long begun = System.nanoTime();
    if (!events.isEmpty() || isWorthStoring(mine, next.to())) {
      hold.moved(readModel.apply(mine, new Batch(mine.position(), next.to(), events)), next.to());
      storedAt = System.nanoTime();
      tell(mine, events, storedAt - begun);
    }
    hold.read(next.to());
    applied += events.size();
    trials.succeeded();
    return next.to() > next.from();
  }

  private void tell(Checkpoint before, List<RecordedEvent> events, long nanos) {
    Checkpoint now = hold.current();
    Optional<Instant> last =
        events.isEmpty()
            ? Optional.empty()
            : Optional.of(events.get(events.size() - 1).metadata().at());
    Duration age = last.map(at -> Duration.between(at, clock.instant())).orElse(Duration.ZERO);
    trials.took(events.size(), nanos);
    progress.worked(nanos, events.size(), now.position() - before.position(), last);
    listener.tell(
        to ->
            to.applied(
                new ProjectionListener.AppliedBatch(
                    projection.name(),
                    projection.version(),
                    before.position(),
                    now.position(),
                    events.size(),
                    Duration.ofNanos(nanos),
                    age)));
  }

  private Turn park(Checkpoint mine, ParkedEvent event) throws Exception {
    if (hold.position() < event.position()) {
      hold.moved(readModel.parking().orElseThrow().park(mine, event), event.position());
      log.warn("projection {} has parked {}", mine.id(), event);
      listener.tell(to -> to.parked(projection.name(), projection.version(), event));
    }
    setbacks.forget();
    trials.succeeded();
    show(ProjectionState.CATCHING_UP);
    return Turn.MORE;
  }

  /** Finds out what is to be worked on, unless it is known; false if a newer version does it. */
  private boolean isAssigned() throws Exception {
    Generation found = hold.assignment();
    if (found.role() == Role.RETIRED) {
      progress.retired();
      log.info("projection {} has ended: another one takes its place", found.checkpoint());
      return false;
    }
    progress.assigned(found);
    return true;
  }

  private boolean isWorthStoring(Checkpoint mine, long to) {
    long stretch = to - mine.position();
    return stretch >= STRETCH_POSITIONS
        || (stretch > 0 && System.nanoTime() - storedAt >= STRETCH_NANOS);
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
      if (!isAssigned()) {
        throw new RebuildRefused(
            projection.name(),
            "the projection '"
                + projection.name()
                + "' is not rebuilt: a newer version has taken its place");
      }
      Checkpoint mine = hold.takeUp();
      hold.doubt();
      progress.began(); // whether the reset fails or not, nobody may rely on the old position now
      hold.moved(readModel.reset(mine), 0);
      trials.restarted();
      show(ProjectionState.CATCHING_UP);
    } catch (CheckpointFenced fenced) {
      setbacks.fenced(fenced);
      throw fenced;
    } finally {
      turns.unlock();
    }
  }

  /** Stores how far the log was read, if nothing stands against it. */
  void finish() {
    turns.lock();
    try {
      if (hold.isAhead() && !progress.hasEnded()) {
        Batch read = new Batch(hold.current().position(), hold.position(), List.of());
        hold.moved(readModel.apply(hold.current(), read), read.to());
      }
    } catch (CheckpointFenced fenced) {
      hold.suspects(fenced); // the next turn, if there is one, finds out what is behind it
    } catch (Exception e) {
      hold.doubt();
      log.warn(
          "projection {} could not store that it has read up to position {}; the next start reads"
              + " that stretch again, nothing is lost ({})",
          projection.name(),
          hold.position(),
          e.getClass().getName());
    } finally {
      turns.unlock();
    }
  }
}

package io.counterfoil.projection;

import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects the parts of a runner. Not thread-safe; what it builds is. */
public final class ProjectionRunnerBuilder {
  private final EventStore store;
  private final Map<String, Projection> projections = new LinkedHashMap<>();
  private Optional<CheckpointStore> checkpoints = Optional.empty();
  private Pace pace = Pace.DEFAULT;
  private ThreadFactory threads = namedDaemons();
  private Clock clock = Clock.systemUTC();

  ProjectionRunnerBuilder(EventStore store) {
    this.store = store;
  }

  /**
   * Sets where checkpoints are kept of projections that have no place of their own for them. Not
   * needed for read models in a database.
   *
   * @param place the checkpoint store
   * @return this builder
   */
  public ProjectionRunnerBuilder checkpoints(CheckpointStore place) {
    this.checkpoints = Optional.of(place);
    return this;
  }

  /**
   * Adds a projection.
   *
   * @param projection what to run
   * @return this builder
   * @throws IllegalArgumentException if there is one of that name already
   */
  public ProjectionRunnerBuilder run(Projection projection) {
    if (projections.putIfAbsent(projection.name(), projection) != null) {
      throw new IllegalArgumentException(
          "two projections are named '" + projection.name() + "'; rename one of them");
    }
    return this;
  }

  /**
   * Bounds the events of a batch; 500 unless set.
   *
   * @param events how many at most, 1 or more
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public ProjectionRunnerBuilder batchSize(int events) {
    this.pace = pace.batchSize(events);
    return this;
  }

  /**
   * Sets how often the log is looked at for events that others have appended; 10 milliseconds to 1
   * second unless set. The interval doubles while nothing is found, and falls back at work.
   *
   * @param atWork the shortest interval, above zero
   * @param idle the longest interval, at most a day
   * @return this builder
   * @throws IllegalArgumentException if the intervals are out of range
   */
  public ProjectionRunnerBuilder polling(Duration atWork, Duration idle) {
    this.pace = pace.polling(atWork, idle);
    return this;
  }

  /**
   * Sets how often an event is tried before its projection stops; 3 times unless set, with pauses
   * from 100 milliseconds to 10 seconds. A database that is away is tried without end, at these
   * pauses.
   *
   * @param attempts how often, 1 or more
   * @param firstPause the pause before the second attempt, above zero; doubles each time
   * @param longestPause the longest pause, at most a day
   * @return this builder
   * @throws IllegalArgumentException if a value is out of range
   */
  public ProjectionRunnerBuilder retries(int attempts, Duration firstPause, Duration longestPause) {
    this.pace = pace.retries(attempts, firstPause, longestPause);
    return this;
  }

  /**
   * Sets what makes the threads, one for each projection that is started; daemons unless set.
   * Nothing should interrupt them.
   *
   * @param factory makes threads, without starting them
   * @return this builder
   */
  public ProjectionRunnerBuilder threads(ThreadFactory factory) {
    this.threads = Objects.requireNonNull(factory, "factory");
    return this;
  }

  /**
   * Sets the clock that heartbeats and failures are dated by.
   *
   * @param source the clock
   * @return this builder
   */
  public ProjectionRunnerBuilder clock(Clock source) {
    this.clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Builds the runner, without starting it.
   *
   * @return the runner: independent of this builder
   * @throws IllegalStateException if there is no projection, or one that needs {@link #checkpoints}
   *     and there is none
   * @throws ProjectionException if a projection wants an event that the store does not know; its
   *     cause is an {@link UnknownEventType}
   */
  public ProjectionRunner build() {
    if (projections.isEmpty()) {
      throw new IllegalStateException("a runner without projections does nothing; add run(...)");
    }
    Bell bell = new Bell();
    String owner =
        "pid " + ProcessHandle.current().pid() + ", runner " + UUID.randomUUID().toString();
    Map<String, Lane> lanes = new LinkedHashMap<>();
    projections.forEach((name, projection) -> lanes.put(name, lane(projection, bell, owner)));
    return new ProjectionRunner(store, Collections.unmodifiableMap(lanes), threads, bell);
  }

  /**
   * Builds the runner and starts it.
   *
   * @return the runner, started
   * @throws IllegalStateException if there is no projection, or one that needs {@link #checkpoints}
   *     and there is none
   * @throws ProjectionException if a projection wants an event that the store does not know; its
   *     cause is an {@link UnknownEventType}
   */
  public ProjectionRunner start() {
    return build().start();
  }

  private Lane lane(Projection projection, Bell bell, String owner) {
    Progress progress = new Progress(projection.name());
    LogFollower follower =
        new LogFollower(
            store,
            filter(projection),
            projection,
            projection.open(checkpoints),
            owner,
            pace,
            clock,
            progress);
    return new Lane(projection, store, bell, pace, progress, follower);
  }

  private EventFilter filter(Projection projection) {
    try {
      return projection.filter(store.eventTypes());
    } catch (UnknownEventType e) {
      String simple =
          e.type().substring(Math.max(e.type().lastIndexOf('.'), e.type().lastIndexOf('$')) + 1);
      throw new ProjectionException(
          "the projection '"
              + projection.name()
              + "' handles the event "
              + e.type()
              + ", which its store does not know; create the store with EventTypes.of("
              + simple
              + ".class, ...), or with the sealed interface that it belongs to",
          e);
    }
  }

  private static ThreadFactory namedDaemons() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "counterfoil-projection-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}

package io.counterfoil.projection;

import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Collects the parts of a runner. Not thread-safe; what it builds is. */
public final class ProjectionRunnerBuilder {
  private final EventStore store;
  private final Map<String, TreeMap<Integer, Declared>> projections = new LinkedHashMap<>();
  private Optional<CheckpointStore> checkpoints = Optional.empty();
  private ProjectionOptions options = ProjectionOptions.defaults();
  private Executor threads = onNamedDaemons();
  private Clock clock = Clock.systemUTC();
  private SafeListener listener = new SafeListener(new ProjectionListener() {});

  /**
   * A projection, and how it is run.
   *
   * @param projection what is run
   * @param options changes the options of the runner
   */
  private record Declared(Projection projection, UnaryOperator<ProjectionOptions> options) {}

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
   * @throws IllegalArgumentException if there is one of that name and version already
   */
  public ProjectionRunnerBuilder run(Projection projection) {
    return run(projection, UnaryOperator.identity());
  }

  /**
   * Adds a projection that is run in its own way. Two versions of one projection may be added: then
   * the lower one serves until the higher one has come to where it stands.
   *
   * @param projection what to run
   * @param how changes the options that hold for the whole runner
   * @return this builder
   * @throws IllegalArgumentException if there is one of that name and version already
   */
  public ProjectionRunnerBuilder run(Projection projection, UnaryOperator<ProjectionOptions> how) {
    Declared declared = new Declared(projection, Objects.requireNonNull(how, "how"));
    if (projections
            .computeIfAbsent(projection.name(), name -> new TreeMap<>())
            .putIfAbsent(projection.version(), declared)
        != null) {
      throw new IllegalArgumentException(
          "two projections are named '"
              + projection.name()
              + "' in version "
              + projection.version()
              + "; rename one of them, or give it another version");
    }
    return this;
  }

  /**
   * Sets how all projections are run, but for what is said of each of them. The defaults hold
   * unless set; see {@link ProjectionOptions#defaults()}.
   *
   * @param all the options
   * @return this builder
   */
  public ProjectionRunnerBuilder options(ProjectionOptions all) {
    this.options = Objects.requireNonNull(all, "all");
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
    return options(options.batchSize(events));
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
    return options(options.polling(atWork, idle));
  }

  /**
   * Sets how often an event is tried before it counts as failed; 3 times unless set, with pauses
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
    return options(options.retries(attempts, firstPause, longestPause));
  }

  /**
   * Sets what the projections run on: each takes one thread from its start to its stop, and one
   * more from time to time to read its next batch. A fixed pool must have two threads for each, or
   * some projections wait for others to stop. Daemon threads of the runner's own unless set; an
   * executor of virtual threads serves as well. It stays the caller's to shut down, and should
   * interrupt nobody.
   *
   * @param executor runs tasks on other threads than the caller's
   * @return this builder
   */
  public ProjectionRunnerBuilder executor(Executor executor) {
    this.threads = Objects.requireNonNull(executor, "executor");
    return this;
  }

  /**
   * Sets what makes the threads that the projections run on, in place of an executor. Nothing
   * should interrupt them.
   *
   * @param factory makes threads, without starting them
   * @return this builder
   */
  public ProjectionRunnerBuilder threads(ThreadFactory factory) {
    return executor(cached(Objects.requireNonNull(factory, "factory")));
  }

  /**
   * Sets who is told what the projections do, for metrics and alarms.
   *
   * @param who is told
   * @return this builder
   */
  public ProjectionRunnerBuilder listener(ProjectionListener who) {
    this.listener = new SafeListener(Objects.requireNonNull(who, "who"));
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
    List<EventFilter> filters =
        projections.values().stream()
            .flatMap(versions -> versions.values().stream())
            .map(declared -> filter(declared.projection()))
            .toList();
    LogSource source = new LogSource(store, filters);
    Map<String, Lanes> all = new LinkedHashMap<>();
    projections.forEach(
        (name, versions) -> {
          Signal signal = new Signal();
          LaneFactory lanes =
              new LaneFactory(store, source, checkpoints, bell, signal, owner, clock, listener);
          all.put(
              name,
              new Lanes(
                  name,
                  signal,
                  versions.values().stream()
                      .map(
                          declared ->
                              lanes.lane(
                                  declared.projection(),
                                  filter(declared.projection()),
                                  declared.options().apply(options)))
                      .toList()));
        });
    return new ProjectionRunner(
        store, Collections.unmodifiableMap(all), threads, bell, clock, listener);
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

  private static Executor onNamedDaemons() {
    AtomicInteger number = new AtomicInteger();
    return cached(
        task -> {
          Thread thread = new Thread(task, "counterfoil-projection-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** As many threads as there are tasks; who has none for some seconds ends. */
  private static Executor cached(ThreadFactory factory) {
    return new ThreadPoolExecutor(
        0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }
}

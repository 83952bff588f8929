package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Collects what a command bus needs. Not thread-safe; what it builds is. */
public final class CommandBusBuilder {
  private static final int ATTEMPTS = 20;
  private static final int SNAPSHOTS_WAITING = 1_000;
  private static final int ASYNC_THREADS = 8;
  private static final int ASYNC_LIMIT = 1_000;

  private final EventStore store;
  private final List<Aggregate<?, ?, ?>> aggregates = new ArrayList<>();
  private Optional<SnapshotStore> snapshotStore = Optional.empty();
  private SnapshotPolicy snapshotPolicy = SnapshotPolicy.never();
  private Optional<Executor> snapshotExecutor = Optional.empty();
  private int cached;
  private Clock clock = Clock.systemUTC();
  private int attempts = ATTEMPTS;
  private BackOff backOff = BackOff.DEFAULT;
  private final List<CommandInterceptor> interceptors = new ArrayList<>();
  private Optional<Executor> asyncExecutor = Optional.empty();
  private int asyncLimit = ASYNC_LIMIT;

  CommandBusBuilder(EventStore store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Adds aggregates.
   *
   * @param more the aggregates whose commands the bus takes
   * @return this builder
   */
  public CommandBusBuilder aggregates(Aggregate<?, ?, ?>... more) {
    aggregates.addAll(List.of(more));
    return this;
  }

  /**
   * Keeps snapshots; without this call, states are always folded from the first event on.
   *
   * <p>A command only notes that a snapshot is due. It is taken afterwards, apart from all
   * commands: the aggregate is loaded from the store, and its state is saved. A stream waits for
   * that once, however often it is due, and at most 1,000 streams wait; what is due beyond is
   * dropped. Whatever fails there is counted, and told to the log once; no command fails or waits
   * for it.
   *
   * @param store where they are kept, beside the events or elsewhere
   * @param policy when one is taken
   * @return this builder
   */
  public CommandBusBuilder snapshots(SnapshotStore store, SnapshotPolicy policy) {
    this.snapshotStore = Optional.of(store);
    this.snapshotPolicy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets what takes snapshots; one daemon thread of the bus's own unless set, which ends after 5
   * seconds without work. They are taken one by one, so that one thread of the executor and one
   * connection of each store are in use at most. {@code Runnable::run} takes them on the thread
   * that dispatched, before {@code dispatch} returns: for tests.
   *
   * @param executor takes them; stays the caller's to shut down
   * @return this builder
   */
  public CommandBusBuilder snapshotExecutor(Executor executor) {
    this.snapshotExecutor = Optional.of(executor);
    return this;
  }

  /**
   * Caches the newest known states of a number of aggregates, in memory; none are cached unless
   * this is called. A command for a cached aggregate is decided without a read, and appended if the
   * stream still ends where the state does. A rejection, a failure or an empty decision is answered
   * only after the events since were read, and a state that turns out to be old is decided on
   * again: what commands do is the same with and without a cache, on any number of nodes.
   *
   * <p>A cached state is given to handlers on many threads, again and again: it must be immutable,
   * and so must all that it took from events and commands. {@link
   * io.counterfoil.testing.AggregateFixture} finds handlers and folds that change a state in place.
   *
   * <p>The append compares the stream's length and not its history. Where a store is replaced below
   * a running bus by one that has lost committed events (an older backup, a replica that was
   * behind), build the bus anew.
   *
   * @param aggregates how many states are kept at most, 1 or more; each costs what its state takes
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public CommandBusBuilder stateCache(int aggregates) {
    if (aggregates < 1) {
      throw new IllegalArgumentException(
          "a state cache keeps 1 or more aggregates, not " + aggregates);
    }
    this.cached = aggregates;
    return this;
  }

  /**
   * Sets the clock; the system's unless set.
   *
   * @param source tells the time of commands and so of their events
   * @return this builder
   */
  public CommandBusBuilder clock(Clock source) {
    this.clock = Objects.requireNonNull(source, "source");
    return this;
  }

  /**
   * Bounds how often a command is decided when others change its aggregate meanwhile; 20 unless
   * set. A decision on a cached state that turned out to be old does not count.
   *
   * @param most 1 or more
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public CommandBusBuilder attempts(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "a command is decided at least once, not " + most + " times");
    }
    this.attempts = most;
    return this;
  }

  /**
   * Sets how long a command waits before it is decided again, at random between nothing and a bound
   * that begins low and doubles each time; from 0.2 to 20 milliseconds unless set.
   *
   * @param first the bound before the second attempt, 0 or more
   * @param longest the bound that is never exceeded, {@code first} or more and at most a minute
   * @return this builder
   * @throws IllegalArgumentException if one of them is out of its range
   */
  public CommandBusBuilder backOff(Duration first, Duration longest) {
    this.backOff = BackOff.of(first, longest);
    return this;
  }

  /**
   * Adds interceptors behind those added before: the first of all is the outermost.
   *
   * @param more stand around every dispatch
   * @return this builder
   */
  public CommandBusBuilder intercept(CommandInterceptor... more) {
    interceptors.addAll(List.of(more));
    return this;
  }

  /**
   * Sets what runs asynchronous commands; up to 8 daemon threads of the bus's own unless set, which
   * end after 5 seconds without work. Each thread takes one connection of the store at a time.
   *
   * @param executor runs them; stays the caller's to shut down
   * @return this builder
   */
  public CommandBusBuilder asyncExecutor(Executor executor) {
    this.asyncExecutor = Optional.of(executor);
    return this;
  }

  /**
   * Bounds how many asynchronous commands wait or run; 1,000 unless set. One more is {@link
   * TooManyCommands}.
   *
   * @param most 1 or more
   * @return this builder
   * @throws IllegalArgumentException if it is below 1
   */
  public CommandBusBuilder asyncLimit(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "a bus has room for 1 or more asynchronous commands, not " + most);
    }
    this.asyncLimit = most;
    return this;
  }

  /**
   * Builds the bus.
   *
   * @return the bus: independent of this builder
   * @throws IllegalStateException if there is no aggregate, if two aggregates share their type or
   *     their commands, if the store does not know the events of one, or if snapshots are to be
   *     kept of a state that cannot be written
   */
  public CommandBus build() {
    if (aggregates.isEmpty()) {
      throw new IllegalStateException("a command bus needs an aggregate; add aggregates(...)");
    }
    Optional<Snapshots> snapshots =
        snapshotStore.map(
            kept -> new Snapshots(kept, store.eventTypes().codec(), System::nanoTime));
    snapshots.ifPresent(kept -> aggregates.forEach(kept::requireWritable));
    return new CommandBus(
        store,
        new Aggregates(aggregates, store.eventTypes()),
        snapshots,
        snapshots.map(this::taking),
        cached == 0 ? StateCache.off() : StateCache.of(cached),
        new BusSettings(clock, attempts, backOff, List.copyOf(interceptors), true),
        Optional.of(
            new AsyncCommands(
                asyncExecutor.orElseGet(
                    () -> OwnThreads.upTo(ASYNC_THREADS, "counterfoil-commands")),
                asyncLimit)));
  }

  private SnapshotTaking taking(Snapshots snapshots) {
    Executor executor =
        snapshotExecutor.orElseGet(() -> OwnThreads.upTo(1, "counterfoil-snapshots"));
    return new SnapshotTaking(
        snapshots.store(),
        snapshots.codec(),
        snapshotPolicy,
        new SnapshotQueue(executor, SNAPSHOTS_WAITING));
  }
}

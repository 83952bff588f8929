package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.SnapshotStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Collects what a command bus needs. Not thread-safe; what it builds is. */
public final class CommandBusBuilder {
  private static final int ATTEMPTS = 20;

  private final EventStore store;
  private final List<Aggregate<?, ?, ?>> aggregates = new ArrayList<>();
  private Snapshots snapshots = Snapshots.none();
  private int cached;
  private Clock clock = Clock.systemUTC();
  private int attempts = ATTEMPTS;

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
   * @param snapshotStore where they are kept
   * @param policy when one is taken
   * @return this builder
   */
  public CommandBusBuilder snapshots(SnapshotStore snapshotStore, SnapshotPolicy policy) {
    this.snapshots =
        Snapshots.in(
            Objects.requireNonNull(snapshotStore, "snapshotStore"),
            Objects.requireNonNull(policy, "policy"),
            store.eventTypes().codec());
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
    aggregates.forEach(snapshots::requireWritable);
    return new CommandBus(
        store,
        new Aggregates(aggregates, store.eventTypes()),
        snapshots,
        cached == 0 ? StateCache.off() : StateCache.of(cached),
        clock,
        attempts);
  }
}

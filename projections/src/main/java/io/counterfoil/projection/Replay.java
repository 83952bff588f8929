package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.EventFamily;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.StreamId;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses events of the log, all unless something is said, to give them to a projection's handlers
 * once more, or to try them. An event is chosen when it meets all that is asked and the projection
 * handles it. Immutable and thread-safe.
 *
 * <pre>{@code
 * runner.replay("account_statement").stream(new StreamId("account", "acc_1")).run();
 * runner.replay("balance_view").eventTypes(MoneyDeposited.class).dryRun();
 * }</pre>
 */
public final class Replay {
  private final Lanes lanes;
  private final EventStore store;
  private final Clock clock;
  private final EventFilter filter;
  private final long from;
  private final long to;

  Replay(Lanes lanes, EventStore store, Clock clock) {
    this(lanes, store, clock, EventFilter.all(), 1, Long.MAX_VALUE);
  }

  private Replay(
      Lanes lanes, EventStore store, Clock clock, EventFilter filter, long from, long to) {
    this.lanes = lanes;
    this.store = store;
    this.clock = clock;
    this.filter = filter;
    this.from = from;
    this.to = to;
  }

  /**
   * Chooses by aggregate type.
   *
   * @param wanted the aggregate types
   * @return a copy
   * @throws IllegalArgumentException if there is none
   */
  public Replay aggregateTypes(String... wanted) {
    if (wanted.length == 0) {
      throw new IllegalArgumentException("a replay of no aggregate type chooses nothing");
    }
    return choosing(filter.withAggregateTypes(wanted));
  }

  /**
   * Chooses by event type. An event that upcasters have split is chosen as a whole.
   *
   * @param wanted classes of events, or the sealed interfaces of families
   * @return a copy
   * @throws IllegalArgumentException if there is none, or a family is not closed
   * @throws io.counterfoil.serialization.UnknownEventType if the store does not know an event
   */
  @SafeVarargs
  public final Replay eventTypes(Class<? extends Event>... wanted) {
    if (wanted.length == 0) {
      throw new IllegalArgumentException("a replay of no event type chooses nothing");
    }
    EventTypes types = store.eventTypes();
    Set<String> names = new HashSet<>();
    for (Class<? extends Event> family : wanted) {
      EventFamily.of(family).members().forEach(member -> names.add(types.nameOf(member)));
    }
    return choosing(filter.withEventTypes(names.toArray(String[]::new)));
  }

  /**
   * Chooses the events of one aggregate.
   *
   * @param wanted the aggregate's stream
   * @return a copy
   */
  public Replay stream(StreamId wanted) {
    return choosing(filter.withStream(wanted));
  }

  /**
   * Chooses by position.
   *
   * @param first the first position, 1 or more
   * @param last the last position, inclusive; may lie behind the end of the log
   * @return a copy
   * @throws IllegalArgumentException if the range is empty, or begins below 1
   */
  public Replay positions(long first, long last) {
    if (first < 1 || last < first) {
      throw new IllegalArgumentException(
          "positions go from 1 or more up, but were " + first + " to " + last);
    }
    return new Replay(lanes, store, clock, filter, first, last);
  }

  /**
   * Chooses by the time at which events happened, their {@link io.counterfoil.Metadata#at()}.
   *
   * @param since the earliest moment wanted
   * @param until the first moment that is not wanted any more
   * @return a copy
   * @throws IllegalArgumentException if no moment lies in between
   */
  public Replay times(Instant since, Instant until) {
    if (!since.isBefore(until)) {
      throw new IllegalArgumentException(
          "no time lies between " + since + " and the moment before " + until);
    }
    return choosing(filter.since(since).until(until));
  }

  /**
   * Applies the chosen events again.
   *
   * @return what came of it
   * @throws ReplayRefused if the read model does not bear that, or another version serves readers
   * @throws ProjectionException if the database failed, or the caller is interrupted
   * @throws EventStoreException if the store failed
   * @throws IllegalArgumentException if the projection handles none of the chosen event types
   * @see #run(RebuildListener)
   */
  public ReplayResult run() {
    return run(progress -> {});
  }

  /**
   * Applies the chosen events again to the read model that readers see, in the order of the log, on
   * the caller's thread; works with and without {@link ProjectionRunner#start()}. Events behind its
   * checkpoint are not chosen: they come in their turn. Neither are parked ones; what was discarded
   * is applied as any other event. Effects are not repeated. An event that fails is counted, and
   * what it made before stays; the others go on.
   *
   * <p>A read model in a database is changed in one transaction, which locks its checkpoint: it
   * takes no new events meanwhile, and readers see all of the replay at its end. Where it ends by
   * an exception, nothing has changed. A failure of the database lets it begin again, up to ten
   * times. Any other sink is written batch by batch, while this runner's own thread waits; another
   * process that runs the projection must be stopped before.
   *
   * @param listener is told how far it has come
   * @return what came of it
   * @throws ReplayRefused if the read model does not bear that: its handlers are not declared as
   *     {@code idempotent()}, or it is kept in memory; or if another version serves readers
   * @throws ProjectionException if the database failed, or the caller is interrupted
   * @throws EventStoreException if the store failed
   * @throws IllegalArgumentException if the projection handles none of the chosen event types
   */
  public ReplayResult run(RebuildListener listener) {
    Objects.requireNonNull(listener, "listener");
    Lane lane = lanes.serving();
    return lane.replay(clock).again(selection(lane.projection()), listener);
  }

  /**
   * Tries the chosen events and keeps nothing.
   *
   * @return what would have come of it
   * @throws ProjectionException if the database failed, or the caller is interrupted
   * @throws EventStoreException if the store failed
   * @throws IllegalArgumentException if the projection handles none of the chosen event types
   * @see #dryRun(RebuildListener)
   */
  public ReplayResult dryRun() {
    return dryRun(progress -> {});
  }

  /**
   * Tries the chosen events up to the head of the log, on the caller's thread, with the newest
   * version of the projection that the runner runs, whether that was ever started or not. Nothing
   * is kept, and nobody waits for it.
   *
   * <p>Handlers of a read model in a database work on an empty table made for that, in a
   * transaction that is rolled back. So a handler that changes rows which events that were not
   * chosen have made does not find them. In any other sink, events are only decoded: what a sink is
   * given, it keeps.
   *
   * @param listener is told how far it has come
   * @return what would have come of it
   * @throws ProjectionException if the database failed, or the caller is interrupted
   * @throws EventStoreException if the store failed
   * @throws IllegalArgumentException if the projection handles none of the chosen event types
   */
  public ReplayResult dryRun(RebuildListener listener) {
    Objects.requireNonNull(listener, "listener");
    Lane lane = lanes.newest();
    return lane.replay(clock).rehearse(selection(lane.projection()), listener);
  }

  private Replay choosing(EventFilter wanted) {
    return new Replay(lanes, store, clock, wanted, from, to);
  }

  private Selection selection(Projection projection) {
    EventFilter handled = projection.filter(store.eventTypes());
    Set<String> types = new HashSet<>(handled.eventTypes());
    if (types.isEmpty()) {
      types.addAll(filter.eventTypes());
    } else if (!filter.eventTypes().isEmpty()) {
      types.retainAll(filter.eventTypes());
      if (types.isEmpty()) {
        throw new IllegalArgumentException(
            "the projection '"
                + projection.name()
                + "' handles none of "
                + sorted(filter.eventTypes())
                + ", but "
                + sorted(handled.eventTypes()));
      }
    }
    EventFilter chosen =
        new EventFilter(
            filter.aggregateTypes(), types, filter.stream(), filter.since(), filter.until());
    return new Selection(chosen, handled.asStored(store.eventTypes())::accepts, from, to);
  }

  private static String sorted(Set<String> types) {
    return types.stream().sorted().collect(Collectors.joining(", "));
  }
}

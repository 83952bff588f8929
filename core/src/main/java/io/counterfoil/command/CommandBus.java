package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.InvalidCommand;
import io.counterfoil.InvalidDecision;
import io.counterfoil.Metadata;
import io.counterfoil.UnhandledCommand;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Brings commands to their aggregates: loads the state, lets the handler decide, appends its
 * events. When another command came first, it loads what is new and decides again.
 *
 * <p>Thread-safe; one bus serves a whole application. Every method but {@link
 * #dispatchAsync(Object)} runs on the caller's thread and blocks on the store; the bus holds no
 * lock and no transaction while a handler decides. Snapshots are taken apart from commands, on a
 * thread of their own.
 */
public final class CommandBus {
  private final Aggregates aggregates;
  private final States states;
  private final Optional<Snapshots> snapshots;
  private final Optional<SnapshotTaking> taking;
  private final StateCache cache;
  private final BusSettings settings;
  private final CommandLoop loop;
  private final Optional<AsyncCommands> async;

  CommandBus(
      EventStreams streams,
      Aggregates aggregates,
      Optional<Snapshots> snapshots,
      Optional<SnapshotTaking> taking,
      StateCache cache,
      BusSettings settings,
      Optional<AsyncCommands> async) {
    this.aggregates = aggregates;
    this.snapshots = snapshots;
    this.taking = taking;
    this.cache = cache;
    this.settings = settings;
    this.states = new States(streams, snapshots, cache, settings.assuming());
    this.loop = new CommandLoop(streams, states, taking, cache, settings);
    this.async = async;
  }

  /**
   * Starts a bus on an event store.
   *
   * @param store keeps the events
   * @return a builder that asks for the aggregates
   */
  public static CommandBusBuilder on(EventStore store) {
    return new CommandBusBuilder(store);
  }

  /**
   * Works on other streams than the bus's store: on those of a store that takes part in a
   * transaction of the caller, as {@code bus.using(store.using(connection))}. A command dispatched
   * on the answer is decided once and appended in that transaction; it is committed or rolled back
   * with it, and so is the outcome of its key, a rejection's too. Nothing is tried again: a command
   * that came meanwhile is a {@link ConcurrencyConflict}, or a {@link
   * io.counterfoil.store.TransactionDoomed} where the database allows no other answer. Snapshots
   * are used, but none is taken, since the caller may roll back; for the same reason this bus's
   * state cache is neither read nor fed. The interceptors stand around such a dispatch, too; there
   * is no {@link #dispatchAsync(Object)}, since a transaction belongs to one thread.
   *
   * @param streams where to load from and append to; they must know the events of this bus's
   *     aggregates
   * @return a bus with the same aggregates, as long-lived and as thread-safe as the streams are
   * @throws IllegalStateException if the streams do not know the events of an aggregate
   */
  public CommandBus using(EventStreams streams) {
    Objects.requireNonNull(streams, "streams");
    return new CommandBus(
        streams,
        aggregates.on(streams.eventTypes()),
        snapshots.map(Snapshots::readOnly),
        Optional.empty(),
        StateCache.off(),
        settings.inCallersTransaction(),
        Optional.empty());
  }

  /**
   * Dispatches a command without a key. See {@link #dispatch(Object, DispatchOptions)}.
   *
   * @param command the command
   * @return what it did
   * @throws CommandRejected if the domain refuses it; nothing was stored
   * @throws ConcurrencyConflict if other commands came first each time
   * @throws AppendOutcomeUnknown if its events may or may not have been stored
   * @throws EventStoreException if the store failed; nothing was stored
   * @throws UnhandledCommand if no aggregate handles such a command; nothing was loaded
   * @throws InvalidCommand if a validator found something wrong with it; nothing was loaded
   * @throws InvalidDecision if its handler answered with what is no list of events of its
   *     aggregate; nothing was stored
   * @throws HandlerFailed if its handler, or the fold of one of its events, broke down; nothing was
   *     stored
   * @throws FoldFailed if the fold of a stored event broke down; nothing was stored
   * @throws IllegalArgumentException if its aggregate id, key, ids or headers cannot be stored;
   *     nothing was loaded
   */
  public CommandResult dispatch(Object command) {
    return dispatch(command, DispatchOptions.none());
  }

  /**
   * Dispatches a command: on return its events are durable and can be read from the store. The
   * append is one transaction; a handler is called again, at most as often as {@link
   * CommandBusBuilder#attempts} says, when the aggregate changed between load and append, and once
   * more when a cached state turned out to be old.
   *
   * <p>The {@link CommandInterceptor interceptors} stand around all of it, once; the aggregate's
   * validators come next, before anything is loaded.
   *
   * <p>Under a key, the outcome is stored too: accepted, rejected, or accepted without events. The
   * same command sent again under that key, by any process, stores nothing and gives that first
   * outcome.
   *
   * @param command the command
   * @param options its key, ids and headers
   * @return what it did, or did the first time
   * @throws CommandRejected if the domain refuses it, or refused it the first time; no event was
   *     stored
   * @throws KeyReused if its key belongs to another command; nothing was stored
   * @throws ConcurrencyConflict if other commands came first each time; nothing was stored
   * @throws AppendOutcomeUnknown if its events may or may not have been stored; dispatching it
   *     again under the same key settles it
   * @throws EventStoreException if the store failed; nothing was stored
   * @throws UnhandledCommand if no aggregate handles such a command; nothing was loaded
   * @throws InvalidCommand if a validator found something wrong with it; nothing was loaded
   * @throws InvalidDecision if its handler answered with what is no list of events of its
   *     aggregate; nothing was stored
   * @throws HandlerFailed if its handler, or the fold of one of its events, broke down; nothing was
   *     stored
   * @throws FoldFailed if the fold of a stored event broke down; nothing was stored
   * @throws IllegalArgumentException if its aggregate id, key, ids or headers cannot be stored;
   *     nothing was loaded
   * @throws NullPointerException if its aggregate id is null; nothing was loaded
   * @throws io.counterfoil.serialization.UnreadablePayload if an event, or a command with a key,
   *     cannot be written as JSON; nothing was stored
   * @throws RuntimeException what an interceptor throws
   */
  public CommandResult dispatch(Object command, DispatchOptions options) {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(options, "options");
    Aggregate<?, ?, ?> aggregate = aggregates.of(command);
    List<CommandInterceptor> interceptors = settings.interceptors();
    if (interceptors.isEmpty()) {
      return loop.dispatch(aggregate, command, options);
    }
    DispatchOptions identified = options.identified();
    LoggedCorrelation logged = LoggedCorrelation.of(identified);
    try {
      return new InterceptedCommand(interceptors, 0, loop, aggregate, command, identified)
          .proceed();
    } finally {
      logged.close();
    }
  }

  /**
   * Dispatches a command without a key on another thread. See {@link #dispatchAsync(Object,
   * DispatchOptions)}.
   *
   * @param command the command
   * @return completed with what it did
   * @throws IllegalStateException if this bus works in a transaction of its caller
   */
  public CompletableFuture<CommandResult> dispatchAsync(Object command) {
    return dispatchAsync(command, DispatchOptions.none());
  }

  /**
   * Dispatches a command on a thread of the bus's executor, and returns at once: it neither waits
   * for a place nor runs the command itself (unless the executor does). Commands run in no
   * particular order, those for one aggregate too; wait for one before the next is sent where the
   * order counts.
   *
   * <p>The future is completed by the thread that ran the command, and so are its dependents that
   * are not asynchronous themselves: let them not block. It fails with what {@link
   * #dispatch(Object, DispatchOptions)} throws, or with {@link TooManyCommands} or {@link
   * BusClosed}. Cancelling it keeps the command from being begun, and does not end one that was
   * begun.
   *
   * @param command the command
   * @param options its key, ids and headers
   * @return completed with what it did
   * @throws IllegalStateException if this bus works in a transaction of its caller
   */
  public CompletableFuture<CommandResult> dispatchAsync(Object command, DispatchOptions options) {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(options, "options");
    return async
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "a transaction belongs to one thread: a bus that was made by using(...) has no"
                        + " dispatchAsync"))
        .begin(command.getClass(), () -> dispatch(command, options));
  }

  /**
   * Rebuilds the state of an aggregate from its newest snapshot and the events since. With a state
   * cache, a cached state stands in for the snapshot; the events since are read all the same, so
   * that every append that returned before this call is in the answer.
   *
   * @param aggregate the aggregate
   * @param aggregateId which one
   * @param <S> the state
   * @return its state; the initial state if it has no events
   * @throws EventStoreException if the store failed, or holds an event that cannot be read
   * @throws FoldFailed if the fold of an event broke down
   */
  public <S> S state(Aggregate<?, S, ?> aggregate, String aggregateId) {
    StreamId stream = new StreamId(aggregate.type(), aggregateId);
    return states.current(aggregate, stream);
  }

  /**
   * Rebuilds the state that an aggregate had after one of its events, from the events alone.
   *
   * @param aggregate the aggregate
   * @param aggregateId which one
   * @param sequence the last sequence to fold in; 0 gives the initial state, one beyond the
   *     stream's end the state of today
   * @param <S> the state
   * @return its state then
   * @throws EventStoreException if the store failed, or holds an event that cannot be read
   * @throws FoldFailed if the fold of an event broke down
   */
  public <S> S stateAt(Aggregate<?, S, ?> aggregate, String aggregateId, long sequence) {
    return states.at(aggregate, new StreamId(aggregate.type(), aggregateId), sequence);
  }

  /**
   * Rebuilds the state that an aggregate had at a moment, from the events alone: its events up to,
   * and without, the first one that is later. So nothing later is ever part of the answer, also
   * where a clock went backwards and an earlier time stands behind a later one.
   *
   * @param aggregate the aggregate
   * @param aggregateId which one
   * @param moment events of this moment are folded in, by {@link Metadata#at()}
   * @param <S> the state
   * @return its state then; the initial state if it had no events
   * @throws EventStoreException if the store failed, or holds an event that cannot be read
   * @throws FoldFailed if the fold of an event broke down
   */
  public <S> S stateAt(Aggregate<?, S, ?> aggregate, String aggregateId, Instant moment) {
    Objects.requireNonNull(moment, "moment");
    return states.at(aggregate, new StreamId(aggregate.type(), aggregateId), moment);
  }

  /**
   * Proves for one aggregate that its newest snapshot and the events since lead to the same state
   * as all its events do. States are compared as JSON. Commands may go on meanwhile.
   *
   * @param aggregate the aggregate
   * @param aggregateId which one
   * @return the difference, if there is one
   * @throws IllegalStateException if this bus keeps no snapshots
   * @throws EventStoreException if the store failed, or holds an event that cannot be read
   * @throws FoldFailed if the fold of an event broke down
   */
  public Optional<SnapshotDifference> verifySnapshot(
      Aggregate<?, ?, ?> aggregate, String aggregateId) {
    return snapshotCheck().check(aggregate, new StreamId(aggregate.type(), aggregateId));
  }

  /**
   * Proves the same for each aggregate of a type that has a snapshot, one after the other: reads
   * all their events.
   *
   * @param aggregate the aggregate
   * @param found receives the differences, on the caller's thread
   * @return how many aggregates were looked at
   * @throws IllegalStateException if this bus keeps no snapshots
   * @throws EventStoreException if a store failed, or holds an event that cannot be read
   * @throws FoldFailed if the fold of an event broke down
   */
  public long verifySnapshots(
      Aggregate<?, ?, ?> aggregate, Consumer<? super SnapshotDifference> found) {
    Objects.requireNonNull(found, "found");
    return snapshotCheck().checkAll(aggregate, found);
  }

  private SnapshotCheck snapshotCheck() {
    return new SnapshotCheck(
        snapshots.orElseThrow(
            () ->
                new IllegalStateException(
                    "this bus keeps no snapshots; see CommandBusBuilder.snapshots")),
        states);
  }

  /**
   * Tells how the state cache has done since this bus was built. Does not block.
   *
   * @return the counters; all are 0 where {@link CommandBusBuilder#stateCache} was not called
   */
  public StateCacheStatistics stateCacheStatistics() {
    return cache.statistics();
  }

  /**
   * Waits until every asynchronous command that was begun has completed its future, and every
   * snapshot that was due has been taken, or has failed. What comes meanwhile is waited for, too.
   *
   * @param most how long to wait at most
   * @return true if nothing is left, false if that took too long
   * @throws InterruptedException if the caller is interrupted meanwhile
   */
  public boolean drain(Duration most) throws InterruptedException {
    Deadline deadline = Deadline.in(most);
    return commandsEndBy(deadline) && snapshotsEndBy(deadline);
  }

  private boolean commandsEndBy(Deadline deadline) throws InterruptedException {
    return async.isEmpty() || async.get().underway().await(deadline);
  }

  private boolean snapshotsEndBy(Deadline deadline) throws InterruptedException {
    return taking.isEmpty() || taking.get().queue().await(deadline);
  }

  /**
   * Begins no asynchronous command and no snapshot any more, and waits for those under way. Nobody
   * has to call this: the threads of a bus that was given none are daemons, and end when they have
   * nothing to do. What is dispatched on a caller's own thread goes on as before, but for the
   * snapshots that it makes due.
   *
   * @param most how long to wait at most
   * @return true if nothing is left, false if that took too long; what is left goes on
   * @throws InterruptedException if the caller is interrupted meanwhile
   */
  public boolean close(Duration most) throws InterruptedException {
    Deadline deadline = Deadline.in(most);
    async.ifPresent(commands -> commands.underway().close());
    boolean ended = commandsEndBy(deadline);
    // Now, or those who dispatch on their own threads would keep this waiting for their snapshots.
    taking.ifPresent(snapshot -> snapshot.queue().close());
    return snapshotsEndBy(deadline) && ended;
  }

  /**
   * Tells how snapshots have done since this bus was built. Does not block.
   *
   * @return the counters; all are 0 where {@link CommandBusBuilder#snapshots} was not called
   */
  public SnapshotStatistics snapshotStatistics() {
    return new SnapshotStatistics(
        taking.map(SnapshotTaking::taken).orElse(0L),
        taking.map(snapshot -> snapshot.queue().coalesced()).orElse(0L),
        taking.map(snapshot -> snapshot.queue().dropped()).orElse(0L),
        taking.map(SnapshotTaking::failed).orElse(0L),
        snapshots.map(Snapshots::unread).orElse(0L),
        snapshots.map(Snapshots::ignored).orElse(0L));
  }
}

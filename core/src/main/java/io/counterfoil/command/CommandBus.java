package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings commands to their aggregates: loads the state, lets the handler decide, appends its
 * events. When another command came first, it loads what is new and decides again.
 *
 * <p>Thread-safe; one bus serves a whole application. Every method runs on the caller's thread and
 * blocks on the store; the bus holds no lock and no transaction while a handler decides.
 */
public final class CommandBus {
  private final EventStreams store;
  private final Aggregates aggregates;
  private final Snapshots snapshots;
  private final States states;
  private final Clock clock;
  private final int attempts;

  CommandBus(
      EventStreams store, Aggregates aggregates, Snapshots snapshots, Clock clock, int attempts) {
    this.store = store;
    this.aggregates = aggregates;
    this.snapshots = snapshots;
    this.states = new States(store, snapshots);
    this.clock = clock;
    this.attempts = attempts;
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
   * are used, but none is taken, since the caller may roll back.
   *
   * @param streams where to load from and append to; they must know the events of this bus's
   *     aggregates
   * @return a bus with the same aggregates, as long-lived and as thread-safe as the streams are
   * @throws IllegalStateException if the streams do not know the events of an aggregate
   */
  public CommandBus using(EventStreams streams) {
    Objects.requireNonNull(streams, "streams");
    return new CommandBus(
        streams, aggregates.on(streams.eventTypes()), snapshots.readOnly(), clock, 1);
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
   * @throws IllegalArgumentException if no aggregate handles such a command
   * @throws IllegalStateException if its handler returned something that is no event of its
   *     aggregate
   */
  public CommandResult dispatch(Object command) {
    return dispatch(command, DispatchOptions.none());
  }

  /**
   * Dispatches a command: on return its events are durable and can be read from the store. The
   * append is one transaction; a handler is called again, at most as often as {@link
   * CommandBusBuilder#attempts} says, when the aggregate changed between load and append.
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
   * @throws IllegalArgumentException if no aggregate handles such a command
   * @throws IllegalStateException if its handler returned something that is no event of its
   *     aggregate
   * @throws io.counterfoil.serialization.UnreadablePayload if an event, or a command with a key,
   *     cannot be written as JSON; nothing was stored
   */
  public CommandResult dispatch(Object command, DispatchOptions options) {
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(options, "options");
    return dispatch(aggregates.of(command), command, options);
  }

  /**
   * Rebuilds the state of an aggregate from its newest snapshot and the events since.
   *
   * @param aggregate the aggregate
   * @param aggregateId which one
   * @param <S> the state
   * @return its state; the initial state if it has no events
   * @throws EventStoreException if the store failed, or holds an event that cannot be read
   */
  public <S> S state(Aggregate<?, S, ?> aggregate, String aggregateId) {
    StreamId stream = new StreamId(aggregate.type(), aggregateId);
    return states.load(aggregate, stream, Optional.empty()).loaded().state();
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
   */
  public <S> S stateAt(Aggregate<?, S, ?> aggregate, String aggregateId, Instant moment) {
    Objects.requireNonNull(moment, "moment");
    return states.at(aggregate, new StreamId(aggregate.type(), aggregateId), moment);
  }

  private <C, S, E extends Event> CommandResult dispatch(
      Aggregate<C, S, E> aggregate, Object command, DispatchOptions options) {
    Dispatch<C, S, E> dispatch = dispatchOf(aggregate, command, options);
    States.Basis<S> basis = states.load(aggregate, dispatch.stream(), dispatch.keyText());
    for (int attempt = 1; ; attempt++) {
      if (basis.outcome().isPresent()) {
        return repeat(basis.outcome().get(), dispatch.key().orElseThrow());
      }
      try {
        return decideAndAppend(dispatch, basis.loaded());
      } catch (KeyAlreadyDecided decided) {
        return repeat(decided.outcome(), dispatch.key().orElseThrow());
      } catch (ConcurrencyConflict conflict) {
        if (attempt == attempts) {
          throw conflict;
        }
        BackOff.beforeAttempt(attempt + 1);
        basis = states.loadSince(aggregate, dispatch.stream(), dispatch.keyText(), basis.loaded());
      }
    }
  }

  private <C, S, E extends Event> CommandResult decideAndAppend(
      Dispatch<C, S, E> dispatch, Loaded<S> loaded) {
    List<E> events = decide(dispatch, loaded);
    if (events.isEmpty() && dispatch.key().isEmpty()) {
      return nothingBehind(dispatch, loaded);
    }
    // Before the append: an event that its own fold cannot take must not get into the store.
    S next = fold(dispatch.aggregate(), loaded.state(), events);
    ExpectedVersion expected = ExpectedVersion.exactly(loaded.sequence());
    Append append = Append.of(dispatch.stream(), expected, events, dispatch.metadata());
    AppendResult appended = store.append(dispatch.key().map(append::withKey).orElse(append));
    if (events.isEmpty()) {
      return nothingBehind(dispatch, loaded);
    }
    CommandResult result = resultOf(dispatch.stream(), appended.events(), false);
    snapshots.afterAppend(dispatch.aggregate(), loaded.sequence(), next, result);
    return result;
  }

  private static CommandResult nothingBehind(Dispatch<?, ?, ?> dispatch, Loaded<?> loaded) {
    return new CommandResult(
        dispatch.stream(), List.of(), loaded.sequence(), loaded.position(), false);
  }

  private static <S, E extends Event> S fold(
      Aggregate<?, S, E> aggregate, S state, List<E> events) {
    S next = state;
    for (E event : events) {
      next = aggregate.apply(next, event);
    }
    return next;
  }

  /**
   * Lets the handler decide. A "no" under a key is an outcome to be remembered, and so like events
   * it stands only if it was decided on the newest state.
   */
  private <C, S, E extends Event> List<E> decide(Dispatch<C, S, E> dispatch, Loaded<S> loaded) {
    Aggregate<C, S, E> aggregate = dispatch.aggregate();
    try {
      CommandContext context =
          new CommandContext(
              dispatch.stream().aggregateId(),
              loaded.sequence(),
              dispatch.metadata(),
              dispatch.key().map(CommandKey::value));
      return checked(aggregate, aggregate.decide(dispatch.command(), loaded.state(), context));
    } catch (CommandRejected rejected) {
      dispatch.key().ifPresent(key -> remember(rejected, key, dispatch.stream(), loaded));
      throw rejected;
    }
  }

  private void remember(
      CommandRejected rejected, CommandKey key, StreamId stream, Loaded<?> loaded) {
    store.append(
        new Append(
            stream,
            ExpectedVersion.exactly(loaded.sequence()),
            List.of(),
            Optional.of(key),
            Optional.of(Rejection.of(rejected))));
  }

  /** A handler compiled with unchecked casts could smuggle in an event that has no fold. */
  private static <E extends Event> List<E> checked(
      Aggregate<?, ?, E> aggregate, List<? extends E> decided) {
    List<E> events = new ArrayList<>(decided.size());
    for (Object event : decided) {
      if (!aggregate.eventFamily().isInstance(event)) {
        throw new IllegalStateException(
            "a handler of '"
                + aggregate.type()
                + "' returned "
                + (event == null ? "null" : "a " + event.getClass().getName())
                + " among its events, which must be of "
                + aggregate.eventFamily().getName());
      }
      events.add(aggregate.eventFamily().cast(event));
    }
    return events;
  }

  /** Gives the first outcome of a command that was sent again. */
  private CommandResult repeat(Outcome outcome, CommandKey key) {
    if (!outcome.key().fingerprint().equals(key.fingerprint())) {
      throw new KeyReused(outcome.stream(), key);
    }
    if (outcome.rejection().isPresent()) {
      throw outcome.rejection().get().toException();
    }
    long last = outcome.lastSequence();
    long from = outcome.eventCount() == 0 ? last : outcome.firstSequence();
    List<RecordedEvent> events = new ArrayList<>();
    if (last > 0) {
      store.readStream(StreamQuery.of(outcome.stream()).from(from).to(last), events::add);
    }
    CommandResult seen = resultOf(outcome.stream(), events, true);
    return outcome.eventCount() > 0
        ? seen
        : new CommandResult(seen.stream(), List.of(), seen.sequence(), seen.position(), true);
  }

  private static CommandResult resultOf(
      StreamId stream, List<RecordedEvent> events, boolean repeated) {
    if (events.isEmpty()) {
      return new CommandResult(stream, events, 0, 0, repeated);
    }
    RecordedEvent last = events.get(events.size() - 1);
    return new CommandResult(stream, events, last.sequence(), last.position(), repeated);
  }

  private <C, S, E extends Event> Dispatch<C, S, E> dispatchOf(
      Aggregate<C, S, E> aggregate, Object given, DispatchOptions options) {
    C command = aggregate.commandFamily().cast(given);
    return new Dispatch<>(
        aggregate,
        command,
        new StreamId(aggregate.type(), aggregate.aggregateId(command)),
        options.metadata(clock.instant()),
        options
            .key()
            .map(key -> new CommandKey(key, Fingerprint.of(command, store.eventTypes().codec()))));
  }

  /** What stays the same over all attempts of one command. */
  private record Dispatch<C, S, E extends Event>(
      Aggregate<C, S, E> aggregate,
      C command,
      StreamId stream,
      Metadata metadata,
      Optional<CommandKey> key) {

    Optional<String> keyText() {
      return key.map(CommandKey::value);
    }
  }
}

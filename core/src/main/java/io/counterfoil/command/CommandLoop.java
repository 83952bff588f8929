package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.EventStreams;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads, lets a handler decide, appends; and again when another command came first. */
final class CommandLoop {
  private final EventStreams streams;
  private final States states;
  private final Snapshots snapshots;
  private final Clock clock;
  private final int attempts;

  CommandLoop(EventStreams streams, States states, Snapshots snapshots, Clock clock, int attempts) {
    this.streams = streams;
    this.states = states;
    this.snapshots = snapshots;
    this.clock = clock;
    this.attempts = attempts;
  }

  <C, S, E extends Event> CommandResult dispatch(
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
    AppendResult appended = streams.append(dispatch.key().map(append::withKey).orElse(append));
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
    streams.append(
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
      streams.readStream(StreamQuery.of(outcome.stream()).from(from).to(last), events::add);
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
            .map(
                key -> new CommandKey(key, Fingerprint.of(command, streams.eventTypes().codec()))));
  }
}

package io.counterfoil.command;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.InvalidCommand;
import io.counterfoil.Violation;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendOutcomeUnknown;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads, lets a handler decide, appends; and again when another command came first. */
final class CommandLoop {
  private final EventStreams streams;
  private final States states;
  private final Optional<SnapshotTaking> taking;
  private final StateCache cache;
  private final BusSettings settings;

  CommandLoop(
      EventStreams streams,
      States states,
      Optional<SnapshotTaking> taking,
      StateCache cache,
      BusSettings settings) {
    this.streams = streams;
    this.states = states;
    this.taking = taking;
    this.cache = cache;
    this.settings = settings;
  }

  <C, S, E extends Event> CommandResult dispatch(
      Aggregate<C, S, E> aggregate, Object command, DispatchOptions options) {
    Dispatch<C, S, E> dispatch = dispatchOf(aggregate, command, options);
    LoggedCorrelation logged = LoggedCorrelation.of(dispatch.metadata());
    try {
      return dispatch(dispatch);
    } finally {
      logged.close();
    }
  }

  private <C, S, E extends Event> CommandResult dispatch(Dispatch<C, S, E> dispatch) {
    States.Basis<S> basis = states.begin(dispatch);
    for (int attempt = 1; ; ) {
      if (basis.outcome().isPresent()) {
        return repeat(basis.outcome().get(), dispatch.key().orElseThrow());
      }
      try {
        Decision<S, E> decision = Decision.of(dispatch, basis.loaded());
        if (basis.isUnread() && decision.events().isEmpty()) {
          // No append guards this answer: it stands if the stream ends where the state does.
          States.Basis<S> read = states.goOn(dispatch, basis);
          boolean stands = read.outcome().isEmpty() && read.loaded().endsAs(basis.loaded());
          basis = read;
          if (!stands) {
            continue;
          }
        }
        return carryOut(dispatch, basis.loaded(), decision);
      } catch (KeyAlreadyDecided decided) {
        return repeat(decided.outcome(), dispatch.key().orElseThrow());
      } catch (ConcurrencyConflict conflict) {
        // What was decided before anything was read is no attempt: a read would have come first.
        if (!basis.isUnread()) {
          if (attempt == settings.attempts()) {
            throw conflict;
          }
          attempt++;
          settings.backOff().beforeAttempt(attempt);
        }
        basis = states.goOn(dispatch, basis);
      }
    }
  }

  private <C, S, E extends Event> CommandResult carryOut(
      Dispatch<C, S, E> dispatch, Loaded<S> loaded, Decision<S, E> decision) {
    decision.rejection().ifPresent(rejected -> remember(rejected, dispatch, loaded));
    decision.throwFailure();
    List<E> events = decision.events();
    if (events.isEmpty() && dispatch.key().isEmpty()) {
      return nothingBehind(dispatch, loaded);
    }
    ExpectedVersion expected = ExpectedVersion.exactly(loaded.sequence());
    Append append = Append.of(dispatch.stream(), expected, events, dispatch.metadata());
    AppendResult appended =
        append(dispatch.key().map(append::withKey).orElse(append), loaded.sequence());
    if (events.isEmpty()) {
      return nothingBehind(dispatch, loaded);
    }
    CommandResult result = resultOf(dispatch.stream(), appended.events(), false);
    cache.keep(dispatch.aggregate(), dispatch.stream(), loaded.behind(result, decision));
    if (taking.isPresent()) {
      taking.get().afterAppend(dispatch.aggregate(), loaded.sequence(), decision, result, states);
    }
    return result;
  }

  private static CommandResult nothingBehind(Dispatch<?, ?, ?> dispatch, Loaded<?> loaded) {
    return new CommandResult(
        dispatch.stream(), List.of(), loaded.sequence(), loaded.position(), false);
  }

  /**
   * A "no" under a key is an outcome to be remembered, and so like events it stands only if it was
   * decided on the newest state.
   */
  private void remember(CommandRejected rejected, Dispatch<?, ?, ?> dispatch, Loaded<?> loaded) {
    if (dispatch.key().isPresent()) {
      append(
          new Append(
              dispatch.stream(),
              ExpectedVersion.exactly(loaded.sequence()),
              List.of(),
              dispatch.key(),
              Optional.of(Rejection.of(rejected))),
          loaded.sequence());
    }
  }

  /** Appends, and drops what is cached wherever it may no longer be of the stored history. */
  private AppendResult append(Append append, long seen) {
    try {
      return streams.append(append);
    } catch (KeyAlreadyDecided decided) {
      throw decided;
    } catch (ConcurrencyConflict conflict) {
      if (conflict.actual() < seen) {
        cache.doubt(append.stream()); // the store has lost events
      }
      throw conflict;
    } catch (AppendOutcomeUnknown unknown) {
      cache.doubtAll(); // whoever answers next may be another server, with less
      throw unknown;
    } catch (Throwable failure) {
      cache.doubt(append.stream());
      throw failure;
    }
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
    List<Violation> violations = aggregate.violations(command);
    if (!violations.isEmpty()) {
      throw new InvalidCommand(aggregate.type(), command.getClass(), violations);
    }
    return new Dispatch<>(
        aggregate,
        command,
        new StreamId(aggregate.type(), aggregate.aggregateId(command)),
        options.metadata(settings.clock().instant()),
        options
            .key()
            .map(
                key -> new CommandKey(key, Fingerprint.of(command, streams.eventTypes().codec()))));
  }
}

package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.RecordedEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings a command to the aggregate under test, through a command bus as an application would, and
 * checks all that a test does not ask for. Immutable and thread-safe, if the aggregate is.
 */
final class Trial<C, S, E extends Event> {
  private final Aggregate<C, S, E> aggregate;
  private final EventTypes types;
  private final Images images;
  private final SnapshotFidelity<C, S, E> snapshots;
  private final Wish wish;

  /** What a test wants to know of snapshots. */
  enum Wish {
    /** Are they faithful, if there can be any? */
    IF_POSSIBLE,
    /** Can there be any, and are they faithful? */
    ALWAYS,
    /** Nothing. */
    NEVER
  }

  /** What came of a command: what was before it, its answer, and what is behind it. */
  record Result<C, S, E extends Event>(
      History<E> before, C command, Answer<E> answer, boolean repeated, History<E> after, S state) {

    List<History.Entry<E>> fresh() {
      return after.entries().subList(before.entries().size(), after.entries().size());
    }
  }

  Trial(Aggregate<C, S, E> aggregate, EventTypes types, Wish wish) {
    this.aggregate = aggregate;
    this.types = types;
    this.images = new Images(types);
    this.snapshots = new SnapshotFidelity<>(aggregate, types, images);
    this.wish = wish;
  }

  Trial<C, S, E> wishing(Wish other) {
    return new Trial<>(aggregate, types, other);
  }

  EventTypes types() {
    return types;
  }

  Class<E> eventFamily() {
    return aggregate.eventFamily();
  }

  Images images() {
    return images;
  }

  Result<C, S, E> run(History<E> history, Instant time, DispatchOptions options, C command) {
    List<E> given = history.events();
    List<String> written = given.stream().map(images::of).toList();
    List<E> read = new ArrayList<>(given.stream().map(this::readBack).toList());
    requireFoldable(given);
    FixtureStore<E> store = new FixtureStore<>(types, history);
    Watched<C, S, E> watched = new Watched<>(aggregate, types, images);
    CommandBus bus =
        CommandBus.on(store).aggregates(watched).clock(Clock.fixed(time, ZoneOffset.UTC)).build();
    AtomicBoolean repeated = new AtomicBoolean();
    Answer<E> answer =
        Answer.of(
            () -> {
              CommandResult result =
                  bus.dispatch(command, options.commandId("command-" + (history.commands() + 1)));
              repeated.set(result.repeated());
              return payloads(result.events());
            });
    watched.requireFaithful();
    requireUntouched(given, written);
    repeated.compareAndSet(false, answer.rejection().filter(no -> no.repeated()).isPresent());

    List<RecordedEvent> all = store.events();
    List<RecordedEvent> fresh = all.subList(Math.min(given.size(), all.size()), all.size());
    List<History.Entry<E>> entries = new ArrayList<>();
    for (RecordedEvent event : fresh) {
      entries.add(new History.Entry<>(eventFamily().cast(event.payload()), event.metadata()));
    }
    History<E> after = history.after(entries, store.kept(), store.aggregateId());
    S state = requireFaithful(given, after.events(), read, watched);
    return new Result<>(history, command, answer, repeated.get(), after, state);
  }

  private List<E> payloads(List<RecordedEvent> events) {
    return events.stream().map(event -> eventFamily().cast(event.payload())).toList();
  }

  /** What cannot be folded is a flaw of the test, or of a fold, and no answer to the command. */
  private void requireFoldable(List<E> given) {
    Watched<C, S, E> watched = new Watched<>(aggregate, types, images);
    S state = aggregate.initialState();
    for (E event : given) {
      try {
        state = watched.apply(state, event);
      } catch (RuntimeException e) {
        throw new Unfaithful("the given event " + event + " cannot be folded: " + e, e);
      }
    }
  }

  /** Somebody may have kept an event, or a list in it, and changed it later. */
  private void requireUntouched(List<E> given, List<String> written) {
    for (int i = 0; i < given.size(); i++) {
      E event = given.get(i);
      Fidelity.requireUnchanged("a fold or a handler", "event", written.get(i), images.of(event));
    }
  }

  private E readBack(E event) {
    return eventFamily().cast(Fidelity.requireSurvives(types, event));
  }

  /** Answers the state behind all events; those that were given have been read back already. */
  private S requireFaithful(List<E> given, List<E> all, List<E> read, Watched<C, S, E> watched) {
    all.subList(given.size(), all.size()).forEach(event -> read.add(readBack(event)));
    List<S> states = new ArrayList<>(all.size() + 1);
    states.add(aggregate.initialState());
    S replayed = aggregate.initialState();
    for (int i = 0; i < all.size(); i++) {
      states.add(aggregate.apply(states.get(i), all.get(i)));
      replayed = aggregate.apply(replayed, read.get(i));
    }
    S state = states.get(all.size());
    if (!images.areSame(state, replayed)) {
      throw new Unfaithful(
          "replaying the events gives another state:\n  at first  "
              + state
              + "\n  replayed  "
              + replayed);
    }
    requireFaithfulSnapshots(given, all, states, watched);
    return state;
  }

  private void requireFaithfulSnapshots(
      List<E> given, List<E> all, List<S> states, Watched<C, S, E> watched) {
    if (wish == Wish.ALWAYS) {
      snapshots.requirePossible();
    }
    if (wish != Wish.NEVER && snapshots.isPossible()) {
      snapshots.require(all, states);
      watched.decided().ifPresent(decided -> snapshots.requireSameDecision(decided, given, states));
    }
  }
}

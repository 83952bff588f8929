package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.Event;
import io.counterfoil.InvalidCommand;
import io.counterfoil.Metadata;
import io.counterfoil.Violation;
import io.counterfoil.serialization.EventTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tests an aggregate: given some events, when a command comes, then these events happen.
 *
 * <pre>{@code
 * AggregateFixture.of(ACCOUNT)
 *     .given(new AccountOpened("Ada"), new MoneyDeposited(100, 100))
 *     .when(new Withdraw("acc_1", 150))
 *     .thenRejected(InsufficientFunds.class);
 * }</pre>
 *
 * <p>Every {@code when} also checks, unasked, that all events survive being written and read back,
 * that no fold and no handler changed the state in place, and that deciding a second time gives the
 * same. What fails is an {@link AssertionError}, so that the fixture works under any test framework
 * and under none. Immutable; needs no store.
 *
 * @param <C> the commands' common type
 * @param <S> the state
 * @param <E> the events' common type
 */
public final class AggregateFixture<C, S, E extends Event> {
  private static final Instant SOME_TIME = Instant.parse("2024-06-01T12:00:00Z");

  private final Aggregate<C, S, E> aggregate;
  private final EventTypes types;
  private final List<E> given;
  private final Metadata metadata;

  private AggregateFixture(
      Aggregate<C, S, E> aggregate, EventTypes types, List<E> given, Metadata metadata) {
    this.aggregate = aggregate;
    this.types = types;
    this.given = List.copyOf(given);
    this.metadata = metadata;
  }

  /**
   * Starts with an aggregate that has no events.
   *
   * @param aggregate the aggregate
   * @param <C> the commands' common type
   * @param <S> the state
   * @param <E> the events' common type
   * @return a fixture
   * @throws IllegalArgumentException if its events cannot be stored
   */
  public static <C, S, E extends Event> AggregateFixture<C, S, E> of(Aggregate<C, S, E> aggregate) {
    return of(aggregate, EventTypes.of(aggregate.eventFamily()));
  }

  /**
   * Starts with an aggregate that has no events, and writes and reads them as a store with these
   * event types would: for events with names, versions or codecs of their own.
   *
   * @param aggregate the aggregate
   * @param types know all its events
   * @param <C> the commands' common type
   * @param <S> the state
   * @param <E> the events' common type
   * @return a fixture
   */
  public static <C, S, E extends Event> AggregateFixture<C, S, E> of(
      Aggregate<C, S, E> aggregate, EventTypes types) {
    Objects.requireNonNull(types, "types");
    return new AggregateFixture<>(aggregate, types, List.of(), Metadata.at(SOME_TIME));
  }

  /**
   * Adds events that have happened, behind those added before.
   *
   * @param events the events, in order
   * @return a fixture with them
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final AggregateFixture<C, S, E> given(E... events) {
    return given(List.of(events));
  }

  /**
   * Adds events that have happened, behind those added before.
   *
   * @param events the events, in order
   * @return a fixture with them
   */
  public AggregateFixture<C, S, E> given(List<? extends E> events) {
    List<E> all = new ArrayList<>(given);
    all.addAll(events);
    return new AggregateFixture<>(aggregate, types, all, metadata);
  }

  /**
   * Sets the time at which the command comes; a fixed one unless set.
   *
   * @param time what a handler with a context is told, cut to the millisecond as metadata is
   * @return a fixture with that time
   */
  public AggregateFixture<C, S, E> at(Instant time) {
    Metadata then =
        new Metadata(metadata.correlationId(), metadata.causationId(), time, metadata.headers());
    return new AggregateFixture<>(aggregate, types, given, then);
  }

  /**
   * Adds a header to the command's metadata.
   *
   * @param name its name
   * @param value its value
   * @return a fixture with it
   */
  public AggregateFixture<C, S, E> header(String name, String value) {
    return new AggregateFixture<>(aggregate, types, given, metadata.withHeader(name, value));
  }

  /**
   * Lets the aggregate decide a command.
   *
   * @param command the command
   * @return what came of it
   * @throws AssertionError if an event does not survive being written and read back, or if the
   *     handler is not pure
   * @throws InvalidCommand if a validator finds something wrong with the command
   */
  public Decision<C, S, E> when(C command) {
    Objects.requireNonNull(command, "command");
    List<Violation> violations = aggregate.violations(command);
    if (!violations.isEmpty()) {
      throw new InvalidCommand(aggregate.type(), command.getClass(), violations);
    }
    given.forEach(event -> Fidelity.requireSurvives(types, event));
    S state = fold(given);
    CommandContext context =
        new CommandContext(
            aggregate.aggregateId(command), given.size(), metadata, Optional.empty());
    String before = Fidelity.imageOf(types, state);
    boolean closed = given.stream().anyMatch(aggregate::isFinal);
    Answer<E> answer = Answer.of(aggregate, command, state, closed, context);
    Fidelity.requireUnchanged(
        "the handler for " + command.getClass().getSimpleName(),
        before,
        Fidelity.imageOf(types, state));
    answer.events().forEach(event -> Fidelity.requireSurvives(types, event));
    Fidelity.requireSame(answer, Answer.of(aggregate, command, state, closed, context));
    return new Decision<>(aggregate, state, answer);
  }

  private S fold(List<E> events) {
    S state = aggregate.initialState();
    for (E event : events) {
      String before = Fidelity.imageOf(types, state);
      S next = aggregate.apply(state, event);
      Fidelity.requireUnchanged(
          "the fold of " + event.getClass().getSimpleName(),
          before,
          Fidelity.imageOf(types, state));
      state = next;
    }
    return state;
  }
}

package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.Event;
import io.counterfoil.Metadata;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.serialization.EventTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
 * <p>The command goes through a {@link io.counterfoil.command.CommandBus}, so that the answer is
 * the one that an application gets. Every command, a given one too, is also used to check, unasked,
 * that
 *
 * <ul>
 *   <li>all events survive being written and read back, and replaying what was read gives the same
 *       state;
 *   <li>no fold and no handler changed what it was given: the state, the command, an event;
 *   <li>deciding a second time gives the same;
 *   <li>a snapshot may be taken behind each event: the state is written, read back, and with the
 *       events since it gives the state of a full replay, and the same decision. Of histories of
 *       more than 100 events 100 such places are tried, spread evenly.
 * </ul>
 *
 * <p>A state that no codec can write is one that {@code CommandBusBuilder.build()} refuses to keep
 * snapshots of; there the last check is left out, unless {@link #withSnapshots()} asks for it.
 *
 * <p>What fails is an {@link AssertionError}, so that the fixture works under any test framework
 * and under none. Immutable; needs no store. Blocks on nothing.
 *
 * @param <C> the commands' common type
 * @param <S> the state
 * @param <E> the events' common type
 */
public final class AggregateFixture<C, S, E extends Event> {
  private static final Instant SOME_TIME = Instant.parse("2024-06-01T12:00:00Z");

  private final Trial<C, S, E> trial;
  private final History<E> history;
  private final Instant time;
  private final DispatchOptions options;

  AggregateFixture(
      Trial<C, S, E> trial, History<E> history, Instant time, DispatchOptions options) {
    this.trial = trial;
    this.history = history;
    this.time = time;
    this.options = options;
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
    Objects.requireNonNull(aggregate, "aggregate");
    Objects.requireNonNull(types, "types");
    return new AggregateFixture<>(
        new Trial<>(aggregate, types, Trial.Wish.IF_POSSIBLE),
        History.none(),
        SOME_TIME,
        DispatchOptions.none());
  }

  /**
   * Adds events that have happened, behind those added before. They carry the time, the correlation
   * id and the headers that are set.
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
   * Adds events that have happened, behind those added before. They carry the time, the correlation
   * id and the headers that are set.
   *
   * @param events the events, in order
   * @return a fixture with them
   */
  public AggregateFixture<C, S, E> given(List<? extends E> events) {
    Metadata metadata =
        new Metadata(options.correlationId(), Optional.empty(), time, options.headers());
    return with(history.with(List.copyOf(events), metadata));
  }

  /**
   * Adds events that have happened and carry metadata of their own.
   *
   * @param metadata what is known of the events beside their payload
   * @param events the events, in order
   * @return a fixture with them
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final AggregateFixture<C, S, E> given(Metadata metadata, E... events) {
    Objects.requireNonNull(metadata, "metadata");
    return with(history.with(List.of(events), metadata));
  }

  /**
   * Adds what a command does, behind what was added before: its events, and the outcome of its key.
   *
   * @param command a command that has been accepted
   * @return a fixture with its events
   * @throws AssertionError if it is not accepted, or if it breaks a promise, as in {@link #when}
   */
  public AggregateFixture<C, S, E> givenCommand(C command) {
    Decision<C, S, E> decision = when(command);
    decision.requireAccepted();
    return decision.andThen();
  }

  /**
   * Sets the clock; at a fixed time unless set.
   *
   * @param now when the events and commands come that follow, cut to the millisecond as metadata is
   * @return a fixture with that time
   */
  public AggregateFixture<C, S, E> at(Instant now) {
    return new AggregateFixture<>(trial, history, now.truncatedTo(ChronoUnit.MILLIS), options);
  }

  /**
   * Moves the clock.
   *
   * @param passed how much time passes before the events and commands that follow
   * @return a fixture at that time
   */
  public AggregateFixture<C, S, E> after(Duration passed) {
    return at(time.plus(passed));
  }

  /**
   * Adds a header to the metadata of the events and commands that follow.
   *
   * @param name its name
   * @param value its value
   * @return a fixture with it
   */
  public AggregateFixture<C, S, E> header(String name, String value) {
    return with(options.header(name, value));
  }

  /**
   * Sets the conversation that the events and commands that follow belong to.
   *
   * @param id the correlation id
   * @return a fixture with it
   */
  public AggregateFixture<C, S, E> correlationId(String id) {
    return with(options.correlationId(id));
  }

  /**
   * Sets the idempotency key of the next command. Where a command has come under it before, that
   * one's outcome is given again.
   *
   * @param key the key
   * @return a fixture with it
   */
  public AggregateFixture<C, S, E> key(String key) {
    Objects.requireNonNull(key, "key");
    return with(
        new DispatchOptions(
            Optional.of(key), Optional.empty(), options.correlationId(), options.headers()));
  }

  /**
   * Says that the aggregate has snapshots, so that a state which cannot be written is a failure.
   *
   * @return a fixture that makes sure
   */
  public AggregateFixture<C, S, E> withSnapshots() {
    return new AggregateFixture<>(trial.wishing(Trial.Wish.ALWAYS), history, time, options);
  }

  /**
   * Says that the aggregate never has snapshots: nothing is checked of them.
   *
   * @return a fixture that leaves these checks out
   */
  public AggregateFixture<C, S, E> withoutSnapshots() {
    return new AggregateFixture<>(trial.wishing(Trial.Wish.NEVER), history, time, options);
  }

  /**
   * Lets the aggregate decide a command.
   *
   * @param command the command
   * @return what came of it, a rejection or a failure too
   * @throws AssertionError if an event or a state does not survive being written and read back, if
   *     a fold or the handler is not pure, if the given events cannot be folded, or if the command
   *     is for another aggregate than those before
   */
  public Decision<C, S, E> when(C command) {
    Objects.requireNonNull(command, "command");
    AggregateFixture<C, S, E> next =
        with(
            new DispatchOptions(
                Optional.empty(), Optional.empty(), options.correlationId(), options.headers()));
    Trial.Result<C, S, E> result = trial.run(history, time, options, command);
    return new Decision<>(
        new Verdict<>(result, trial.images()),
        next.with(result.after()),
        Tolerance.none(trial.types()));
  }

  private AggregateFixture<C, S, E> with(History<E> other) {
    return new AggregateFixture<>(trial, other, time, options);
  }

  private AggregateFixture<C, S, E> with(DispatchOptions other) {
    return new AggregateFixture<>(trial, history, time, other);
  }
}

package io.counterfoil.projection;

import io.counterfoil.Event;
import io.counterfoil.command.LoggedCorrelation;
import io.counterfoil.projection.declaration.HandlerTable;
import io.counterfoil.projection.declaration.StepFailed;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventFilter;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import java.util.Objects;
import java.util.Optional;

/**
 * Declares how events are folded into a state that lives in memory. Immutable and thread-safe.
 *
 * <p>One declaration serves two purposes: {@link InMemoryProjection} keeps the state up to date
 * while a runner runs, and {@link #over} folds on demand, over one stream, some aggregate types or
 * all, up to a position or a time.
 *
 * <pre>{@code
 * static final EventFold<Long> TURNOVER =
 *     EventFold.named("turnover", 0L)
 *         .on(MoneyMoved.class, (cents, event, moved) -> cents + moved.amountCents())
 *         .build();
 *
 * long ofOneAccount = TURNOVER.over(store).stream(new StreamId("account", "acc_1")).read().state();
 * }</pre>
 *
 * @param <S> the state, an immutable value
 */
public final class EventFold<S> {
  private final String name;
  private final S initial;
  private final HandlerTable<FoldHandler<S, Event>> handlers;

  EventFold(String name, S initial, HandlerTable<FoldHandler<S, Event>> handlers) {
    this.name = name;
    this.initial = initial;
    this.handlers = handlers;
  }

  /**
   * Starts to declare a fold.
   *
   * @param name a letter or underscore, and up to 50 letters, digits and underscores
   * @param initial the state before the first event; all share it, so it must be immutable
   * @param <S> the state
   * @return a builder
   * @throws IllegalArgumentException if the name is no such identifier
   */
  public static <S> EventFoldBuilder<S> named(String name, S initial) {
    return new EventFoldBuilder<>(name, initial);
  }

  /**
   * Returns the name.
   *
   * @return a plain identifier
   */
  public String name() {
    return name;
  }

  /**
   * Returns the state before the first event.
   *
   * @return the state before the first event
   */
  public S initial() {
    return initial;
  }

  /**
   * Begins to ask for the state that a store's events make, without keeping anything.
   *
   * @param store where the events come from
   * @return a query over all aggregate types
   * @throws io.counterfoil.serialization.UnknownEventType if an event that is folded is not
   *     registered there
   */
  public LiveFold<S> over(EventStore store) {
    Objects.requireNonNull(store, "store");
    return new LiveFold<>(this, store, filter(store.eventTypes()), Long.MAX_VALUE);
  }

  EventFilter filter(EventTypes types) {
    return handlers.filter(types);
  }

  /**
   * Folds all that an event is today.
   *
   * @throws StepFailed if a handler failed
   */
  S apply(S state, RecordedEvent event) {
    S next = state;
    for (Event payload : event.payloads()) {
      Optional<FoldHandler<S, Event>> handler = handlers.of(payload);
      if (handler.isPresent()) {
        next = apply(handler.get(), next, event, payload);
      }
    }
    return next;
  }

  private static <S> S apply(
      FoldHandler<S, Event> handler, S state, RecordedEvent event, Event payload) {
    LoggedCorrelation logged = LoggedCorrelation.of(event.metadata());
    try {
      return Objects.requireNonNull(handler.apply(state, event, payload), "the folded state");
    } catch (RuntimeException e) {
      throw StepFailed.inHandlerOf(payload, e);
    } finally {
      logged.close();
    }
  }
}

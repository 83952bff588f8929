package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandContext;
import io.counterfoil.Event;
import io.counterfoil.Violation;
import io.counterfoil.serialization.EventTypes;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Passes all on to the aggregate under test, and looks on: whether folds and handlers leave alone
 * what they are given, and decide the same a second time. Used by one thread.
 *
 * <p>What breaks a promise is kept as well as thrown, in case that whoever called takes it for a
 * failing handler.
 */
final class Watched<C, S, E extends Event> implements Aggregate<C, S, E> {
  private final Aggregate<C, S, E> aggregate;
  private final EventTypes types;
  private final Images images;
  private @Nullable Unfaithful flaw;
  private @Nullable Decided<C, E> decided;

  /** A decision that was made. */
  record Decided<C, E extends Event>(
      C command, boolean closed, CommandContext context, Answer<E> answer) {}

  Watched(Aggregate<C, S, E> aggregate, EventTypes types, Images images) {
    this.aggregate = aggregate;
    this.types = types;
    this.images = images;
  }

  void requireFaithful() {
    if (flaw != null) {
      throw flaw;
    }
  }

  /** Returns the decision, if it came to one. */
  Optional<Decided<C, E>> decided() {
    return Optional.ofNullable(decided);
  }

  @Override
  public S apply(S state, E event) {
    String stateBefore = images.of(state);
    String eventBefore = images.of(event);
    S next = aggregate.apply(state, event);
    String fold = "the fold of " + event.getClass().getSimpleName();
    requireUnchanged(fold, "state", stateBefore, state);
    requireUnchanged(fold, "event", eventBefore, event);
    return next;
  }

  @Override
  public List<E> answer(C command, S state, boolean closed, CommandContext context) {
    String stateBefore = images.of(state);
    String commandBefore = images.of(command);
    Answer<E> first = Answer.of(() -> aggregate.answer(command, state, closed, context));
    String handler = "the handler for " + command.getClass().getSimpleName();
    requireUnchanged(handler, "state", stateBefore, state);
    requireUnchanged(handler, "command", commandBefore, command);
    Answer<E> second = Answer.of(() -> aggregate.answer(command, state, closed, context));
    kept(() -> Fidelity.requireSame(types, first, second));
    decided = new Decided<>(command, closed, context, first);
    first.failure().ifPresent(Watched::<RuntimeException>throwAsItIs);
    first.rejection().ifPresent(Watched::<RuntimeException>throwAsItIs);
    return first.events();
  }

  private void requireUnchanged(String who, String what, String before, Object now) {
    kept(() -> Fidelity.requireUnchanged(who, what, before, images.of(now)));
  }

  private void kept(Runnable check) {
    try {
      check.run();
    } catch (Unfaithful e) {
      flaw = e;
      throw e;
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void throwAsItIs(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Override
  public String type() {
    return aggregate.type();
  }

  @Override
  public Class<E> eventFamily() {
    return aggregate.eventFamily();
  }

  @Override
  public Class<C> commandFamily() {
    return aggregate.commandFamily();
  }

  @Override
  public S initialState() {
    return aggregate.initialState();
  }

  @Override
  public String aggregateId(C command) {
    return aggregate.aggregateId(command);
  }

  @Override
  public List<? extends E> decide(C command, S state, CommandContext context) {
    return aggregate.decide(command, state, context);
  }

  @Override
  public boolean creates(C command) {
    return aggregate.creates(command);
  }

  @Override
  public boolean isFinal(E event) {
    return aggregate.isFinal(event);
  }

  @Override
  public boolean canBeClosed() {
    return aggregate.canBeClosed();
  }

  @Override
  public List<Violation> violations(C command) {
    String before = images.of(command);
    List<Violation> found = aggregate.violations(command);
    requireUnchanged(
        "a validator of " + command.getClass().getSimpleName(), "command", before, command);
    return found;
  }

  @Override
  public Collection<Class<?>> handledCommands() {
    return aggregate.handledCommands();
  }

  @Override
  public Class<? extends S> stateType() {
    return aggregate.stateType();
  }

  @Override
  public int stateVersion() {
    return aggregate.stateVersion();
  }
}

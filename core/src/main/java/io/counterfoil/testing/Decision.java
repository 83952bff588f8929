package io.counterfoil.testing;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Holds what came of a command, to be checked. Each check returns this object, so that several can
 * follow one another. Immutable.
 *
 * @param <C> the commands' common type
 * @param <S> the state
 * @param <E> the events' common type
 */
public final class Decision<C, S, E extends Event> {
  private final Aggregate<C, S, E> aggregate;
  private final S before;
  private final Answer<E> answer;

  Decision(Aggregate<C, S, E> aggregate, S before, Answer<E> answer) {
    this.aggregate = aggregate;
    this.before = before;
    this.answer = answer;
  }

  /**
   * Checks which events happened.
   *
   * @param expected the events, all of them and in order
   * @return this object
   * @throws AssertionError if others happened, or the command was rejected
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final Decision<C, S, E> then(E... expected) {
    return then(List.of(expected));
  }

  /**
   * Checks which events happened.
   *
   * @param expected the events, all of them and in order
   * @return this object
   * @throws AssertionError if others happened, or the command was rejected
   */
  public Decision<C, S, E> then(List<? extends E> expected) {
    if (answer.rejection().isPresent() || !answer.events().equals(expected)) {
      throw differs(Answer.describe(expected));
    }
    return this;
  }

  /**
   * Checks that the command was accepted and that nothing happened.
   *
   * @return this object
   * @throws AssertionError if something happened, or the command was rejected
   */
  public Decision<C, S, E> thenNothing() {
    return then(List.of());
  }

  /**
   * Checks that the command was rejected.
   *
   * @param type the class of the rejection, or a superclass
   * @return this object
   * @throws AssertionError if it was accepted, or rejected as something else
   */
  public Decision<C, S, E> thenRejected(Class<? extends CommandRejected> type) {
    Objects.requireNonNull(type, "type");
    if (answer.rejection().filter(type::isInstance).isEmpty()) {
      throw differs("rejected as " + type.getSimpleName());
    }
    return this;
  }

  /**
   * Checks that the command was rejected for a reason.
   *
   * @param code the code of the rejection
   * @return this object
   * @throws AssertionError if it was accepted, or rejected with another code
   */
  public Decision<C, S, E> thenRejected(String code) {
    Objects.requireNonNull(code, "code");
    if (answer.rejection().filter(rejected -> rejected.code().equals(code)).isEmpty()) {
      throw differs("rejected as '" + code + "'");
    }
    return this;
  }

  /**
   * Checks that the command was rejected for a reason, and what the decision rested on.
   *
   * @param code the code of the rejection
   * @param data all its data; whole numbers may be of any type
   * @return this object
   * @throws AssertionError if it was accepted, or rejected with another code or other data
   */
  public Decision<C, S, E> thenRejected(String code, Map<String, ?> data) {
    thenRejected(code);
    Map<String, Object> expected = new CommandRejected(code, "", data).data();
    if (answer.rejection().filter(rejected -> rejected.data().equals(expected)).isEmpty()) {
      throw differs("rejected as '" + code + "' with " + expected);
    }
    return this;
  }

  /**
   * Checks the state after the command.
   *
   * @param expected the state
   * @return this object
   * @throws AssertionError if it is another
   */
  public Decision<C, S, E> thenState(S expected) {
    S after = after();
    if (!after.equals(expected)) {
      throw new AssertionError("expected the state\n  " + expected + "\nbut it is\n  " + after);
    }
    return this;
  }

  /**
   * Hands on the state after the command, to be checked by whatever means.
   *
   * @param check throws if the state is wrong
   * @return this object
   */
  public Decision<C, S, E> thenStateSatisfies(Consumer<? super S> check) {
    check.accept(after());
    return this;
  }

  private S after() {
    S state = before;
    for (E event : answer.events()) {
      state = aggregate.apply(state, event);
    }
    return state;
  }

  private AssertionError differs(String expected) {
    return new AssertionError(
        "expected\n  " + expected + "\nbut the command gave\n  " + answer.describe());
  }
}

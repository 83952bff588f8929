package io.counterfoil.testing;

import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.InvalidCommand;
import io.counterfoil.Metadata;
import io.counterfoil.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Holds what came of a command, to be checked. Each check returns this object, so that several can
 * follow one another, and {@link #andThen} goes on with the story. Immutable.
 *
 * <p>A check that fails is an {@link AssertionError} which tells what was given, the command, and
 * how what was expected and what happened differ, event by event and field by field.
 *
 * @param <C> the commands' common type
 * @param <S> the state
 * @param <E> the events' common type
 */
public final class Decision<C, S, E extends Event> {
  private final Verdict<C, S, E> verdict;
  private final AggregateFixture<C, S, E> next;
  private final Tolerance tolerance;

  Decision(Verdict<C, S, E> verdict, AggregateFixture<C, S, E> next, Tolerance tolerance) {
    this.verdict = verdict;
    this.next = next;
    this.tolerance = tolerance;
  }

  /**
   * Overlooks some fields of all events in the checks that follow: for ids and times that a test
   * does not know.
   *
   * @param fields names of components, {@code details.text} for one inside another, {@code
   *     lines.item} for one in the elements of a list
   * @return this decision, checked with tolerance
   */
  public Decision<C, S, E> ignoring(String... fields) {
    return new Decision<>(verdict, next, tolerance.with(Event.class, fields));
  }

  /**
   * Overlooks some fields of one type of event in the checks that follow.
   *
   * @param event the event's class
   * @param fields names of components, as in {@link #ignoring(String...)}
   * @return this decision, checked with tolerance
   */
  public Decision<C, S, E> ignoring(Class<? extends E> event, String... fields) {
    Objects.requireNonNull(event, "event");
    return new Decision<>(verdict, next, tolerance.with(event, fields));
  }

  /**
   * Checks which events happened. Of a command that was sent again under its key, these are the
   * events of its first outcome, as for any caller.
   *
   * @param expected the events, all of them and in order
   * @return this object
   * @throws AssertionError if others happened, or the command was not accepted
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
   * @throws AssertionError if others happened, or the command was not accepted
   */
  public Decision<C, S, E> then(List<? extends E> expected) {
    if (!answer().isAccepted()) {
      throw verdict.notAccepted(Report.count(expected.size(), "event"));
    }
    if (!events().equals(expected)) {
      EventsDiff diff = new EventsDiff(expected, events(), tolerance);
      if (!diff.isEmpty()) {
        throw verdict.failure(diff.summary(), "then\n" + diff.lines());
      }
    }
    return this;
  }

  /**
   * Checks that the command was accepted and that nothing happened.
   *
   * @return this object
   * @throws AssertionError if something happened, or the command was not accepted
   */
  public Decision<C, S, E> thenNothing() {
    return then(List.of());
  }

  /**
   * Checks of which classes the events are that happened.
   *
   * @param expected a class for each event, in order
   * @return this object
   * @throws AssertionError if others happened, or the command was not accepted
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final Decision<C, S, E> thenInstancesOf(Class<? extends E>... expected) {
    List<Predicate<E>> wanted = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Class<? extends E> type : expected) {
      wanted.add(type::isInstance);
      names.add("one of class " + type.getSimpleName());
    }
    verdict.requireMatch(wanted, names);
    return this;
  }

  /**
   * Checks the events that happened, one by one.
   *
   * @param expected a condition for each event, in order
   * @return this object
   * @throws AssertionError if there are more or fewer, if one does not satisfy its condition, or if
   *     the command was not accepted
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final Decision<C, S, E> thenMatching(Predicate<? super E>... expected) {
    List<Predicate<? super E>> wanted = List.of(expected);
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= expected.length; i++) {
      names.add("one that satisfies condition " + i);
    }
    verdict.requireMatch(wanted, names);
    return this;
  }

  /**
   * Checks that an event is among those that happened.
   *
   * @param type the event's class
   * @param expected what it satisfies
   * @param <T> the event
   * @return this object
   * @throws AssertionError if there is none, or the command was not accepted
   */
  public <T extends E> Decision<C, S, E> thenAmong(Class<T> type, Predicate<? super T> expected) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(expected, "expected");
    String what = "a " + type.getSimpleName() + " that satisfies the condition";
    if (!answer().isAccepted()) {
      throw verdict.notAccepted(what);
    }
    if (events().stream().filter(type::isInstance).map(type::cast).noneMatch(expected)) {
      throw verdict.failure(
          "there is no " + what.substring(2) + " among the events", verdict.but());
    }
    return this;
  }

  /**
   * Hands on the metadata of each event that happened, to be checked by whatever means.
   *
   * @param check throws if the metadata is wrong
   * @return this object
   * @throws AssertionError if no event happened
   */
  public Decision<C, S, E> thenMetadataSatisfies(Consumer<? super Metadata> check) {
    metadataOfAll().forEach(check);
    return this;
  }

  /**
   * Checks that each event that happened carries a header.
   *
   * @param name its name
   * @param value its value
   * @return this object
   * @throws AssertionError if no event happened, or one has not got it
   */
  public Decision<C, S, E> thenHeader(String name, String value) {
    for (Metadata metadata : metadataOfAll()) {
      if (!value.equals(metadata.headers().get(name))) {
        throw verdict.failure(
            "expected the header " + name + "=" + value + " on each event",
            "but one has\n    " + metadata);
      }
    }
    return this;
  }

  private List<Metadata> metadataOfAll() {
    List<History.Entry<E>> fresh = verdict.result().fresh();
    if (fresh.isEmpty()) {
      throw verdict.failure("expected events with metadata", verdict.but());
    }
    return fresh.stream().map(History.Entry::metadata).toList();
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
    if (answer().rejection().filter(type::isInstance).isEmpty()) {
      throw verdict.failure("expected a rejection as " + type.getSimpleName(), verdict.but());
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
    if (answer().rejection().filter(rejected -> rejected.code().equals(code)).isEmpty()) {
      throw verdict.failure("expected a rejection as '" + code + "'", verdict.but());
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
    Map<String, Object> actual = answer().rejection().orElseThrow().data();
    if (!actual.equals(expected)) {
      throw verdict.failure(
          "the data of the rejection '" + code + "' are not the expected ones",
          Verdict.differences(expected, actual));
    }
    return this;
  }

  /**
   * Checks that a validator found the command to be wrong by itself: it was not decided.
   *
   * @param fields the fields of all violations, in the order in which they were found
   * @return this object
   * @throws AssertionError if it was valid, or if other fields are wrong
   */
  public Decision<C, S, E> thenInvalid(String... fields) {
    List<String> found =
        answer().failure().stream()
            .flatMap(failure -> failure instanceof InvalidCommand e ? Stream.of(e) : Stream.of())
            .flatMap(invalid -> invalid.violations().stream())
            .map(Violation::field)
            .toList();
    if (found.isEmpty() || !found.equals(List.of(fields))) {
      throw verdict.failure(
          "expected an invalid command, for " + String.join(", ", fields), verdict.but());
    }
    return this;
  }

  /**
   * Checks that the handler failed: it threw what is no rejection, or gave what it must not.
   *
   * @param type the class of what was thrown, or of one of its causes, or a superclass
   * @return this object
   * @throws AssertionError if it did not fail, or with something else
   */
  public Decision<C, S, E> thenFails(Class<? extends Throwable> type) {
    Objects.requireNonNull(type, "type");
    Throwable thrown = answer().failure().orElse(null);
    while (thrown != null && !type.isInstance(thrown)) {
      thrown = thrown.getCause();
    }
    if (thrown == null) {
      throw verdict.failure("expected a failure with " + type.getSimpleName(), verdict.but());
    }
    return this;
  }

  /**
   * Checks that the command was sent again under its key: what it gave is its first outcome, and
   * nothing was stored.
   *
   * @return this object
   * @throws AssertionError if it was decided anew
   */
  public Decision<C, S, E> thenRepeated() {
    if (!verdict.result().repeated()) {
      throw verdict.failure(
          "expected the outcome of an earlier command under the same key", verdict.but());
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
    S state = state();
    if (!state.equals(expected)) {
      throw verdict.failure(
          "the state is not the expected one",
          "then\n    expected "
              + Report.text(expected)
              + "\n    but was  "
              + Report.text(state)
              + verdict.fieldsThatDiffer(expected, state));
    }
    return this;
  }

  /**
   * Checks the state after the command against a condition.
   *
   * @param expected what it satisfies
   * @return this object
   * @throws AssertionError if it does not
   */
  public Decision<C, S, E> thenStateMatches(Predicate<? super S> expected) {
    if (!expected.test(state())) {
      throw verdict.failure(
          "the state does not satisfy the condition", "then\n    " + Report.text(state()));
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
    check.accept(state());
    return this;
  }

  /**
   * Goes on behind this command: with its events, its key, the clock, the correlation id and the
   * headers as they are now.
   *
   * @return a fixture whose history ends with what this command did
   */
  public AggregateFixture<C, S, E> andThen() {
    return next;
  }

  /**
   * Lets the aggregate decide another command behind this one.
   *
   * @param command the command
   * @return what came of it
   * @throws AssertionError as {@link AggregateFixture#when} does
   */
  public Decision<C, S, E> when(C command) {
    return andThen().when(command);
  }

  /**
   * Returns the events that the command gave.
   *
   * @return the events, in order; empty if it was not accepted
   */
  public List<E> events() {
    return answer().events();
  }

  /**
   * Returns the state after the command.
   *
   * @return the state
   */
  public S state() {
    return verdict.result().state();
  }

  /**
   * Returns the rejection.
   *
   * @return the rejection, if the command was rejected
   */
  public Optional<CommandRejected> rejection() {
    return answer().rejection();
  }

  void requireAccepted() {
    if (!answer().isAccepted()) {
      throw verdict.failure("a given command was not accepted", verdict.but());
    }
  }

  private Answer<E> answer() {
    return verdict.answer();
  }
}

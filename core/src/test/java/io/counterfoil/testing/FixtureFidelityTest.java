package io.counterfoil.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandHandler;
import io.counterfoil.Event;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** What a fixture checks unasked: an aggregate that breaks a promise fails every test. */
class FixtureFidelityTest {

  sealed interface NoteEvent extends Event {
    record Noted(List<String> words) implements NoteEvent {}
  }

  record Say(List<String> words) {}

  private static <S> AggregateFixture<Say, S, NoteEvent> fixture(
      S initial,
      BiFunction<S, NoteEvent.Noted, S> fold,
      CommandHandler<Say, S, NoteEvent> handler) {
    return AggregateFixture.of(
        Aggregate.named("note", NoteEvent.class, initial)
            .on(NoteEvent.Noted.class, fold)
            .identifiedBy(Say.class, command -> "it")
            .handle(Say.class, handler)
            .build());
  }

  private static NoteEvent.Noted noted(String... words) {
    return new NoteEvent.Noted(new ArrayList<>(List.of(words)));
  }

  private static Say say(String... words) {
    return new Say(new ArrayList<>(List.of(words)));
  }

  private static ThrowableAssertAlternative<AssertionError> assertFails(
      AggregateFixture<Say, ?, NoteEvent> fixture) {
    return assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> fixture.given(noted("a"), noted("b"), noted("c")).when(say("x")));
  }

  @Test
  void noticesAHandlerThatChangesItsCommand() {
    assertFails(
            fixture(
                0,
                (state, event) -> state + 1,
                (say, state) -> {
                  say.words().add("more");
                  return List.of();
                }))
        .withMessageContaining("the handler for Say changed the command that it was given")
        .withMessageContaining("\"more\"");
  }

  @Test
  void noticesAFoldThatChangesItsEvent() {
    assertFails(
            fixture(
                0,
                (state, event) -> {
                  event.words().add("more");
                  return state + 1;
                },
                (say, state) -> List.of()))
        .withMessageContaining("the fold of Noted changed the event that it was given");
  }

  record Kept(List<String> words) {}

  @Test
  void noticesAHandlerThatChangesAnEventBehindTheState() {
    assertFails(
            fixture(
                new Kept(List.of()),
                (state, event) -> new Kept(event.words()),
                (say, state) -> {
                  state.words().add("more");
                  return List.of();
                }))
        .withMessageContaining("changed the state that it was given");
  }

  @Test
  void noticesAFoldThatCountsItsCalls() {
    AtomicInteger calls = new AtomicInteger();

    assertFails(fixture(0, (state, event) -> calls.incrementAndGet(), (say, state) -> List.of()))
        .withMessageContaining("replaying the events gives another state");
  }

  @Test
  void noticesGivenEventsThatCannotBeFolded() {
    assertFails(
            fixture(
                0,
                (state, event) -> {
                  throw new IllegalStateException("too late");
                },
                (say, state) -> List.of()))
        .withMessageContaining("the given event Noted[words=[a]] cannot be folded")
        .withMessageContaining("too late");
  }

  /** Loses its middle when it is made, and so when a snapshot is read. */
  record Lossy(int count, String last) {
    Lossy {
      last = last.startsWith("!") ? last.substring(1) : last;
    }
  }

  @Test
  void noticesAStateThatDoesNotSurviveASnapshot() {
    AggregateFixture<Say, Lossy, NoteEvent> lossy =
        fixture(
            new Lossy(0, ""),
            (state, event) -> new Lossy(state.count() + 1, event.words().get(0)),
            (say, state) -> List.of());
    AggregateFixture<Say, Lossy, NoteEvent> given = lossy.given(noted("a"), noted("!!b"));

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> given.when(say("x")))
        .withMessage(
            """
            a snapshot behind event 2 gives another state than a full replay:
              replayed  Lossy[count=2, last=!b]
              restored  Lossy[count=2, last=b]
            (of an aggregate that never has snapshots, say withoutSnapshots())""");
    given.withoutSnapshots().when(say("x")).thenNothing();
  }

  sealed interface Door {
    record Shut() implements Door {}

    record Open(int guests) implements Door {}
  }

  @Test
  void takesStatesOfASealedFamilyForWhatTheyAre() {
    FixtureFidelityTest.<Door>fixture(
            new Door.Shut(), (state, event) -> new Door.Open(3), (say, state) -> List.of())
        .withSnapshots()
        .given(noted("a"))
        .when(say("x"))
        .thenState(new Door.Open(3));
  }

  /** Nobody can list what is below it. */
  interface Gate {
    record Shut() implements Gate {}

    record Open(int guests) implements Gate {}
  }

  @Test
  void noticesAStateThatIsNotOfTheTypeThatSnapshotsAreReadBackAs() {
    assertFails(
            FixtureFidelityTest.<Gate>fixture(
                new Gate.Shut(), (state, event) -> new Gate.Open(3), (say, state) -> List.of()))
        .withMessageContaining("the state behind event 1 cannot be kept as a snapshot")
        .withMessageContaining("the value is a " + Gate.Open.class.getName());
  }

  /** Equal to any other, so that only what happens to it later can tell. */
  record Forgetful(Map<String, Integer> counts) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Forgetful;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  /** A map of insertion order is sorted when it is read back. */
  @Test
  void noticesADecisionThatDependsOnWhereTheStateComesFrom() {
    AggregateFixture<Say, Forgetful, NoteEvent> sorted =
        fixture(
            new Forgetful(Map.of()),
            (state, event) -> {
              Map<String, Integer> counts = new LinkedHashMap<>(state.counts());
              counts.merge(event.words().get(0), 1, Integer::sum);
              return new Forgetful(counts);
            },
            (say, state) ->
                List.of(noted(state.counts().keySet().stream().findFirst().orElse("none"))));

    sorted.given(noted("a"), noted("z")).when(say("x")).then(noted("a"));
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> sorted.given(noted("z"), noted("a")).when(say("x")))
        .withMessageContaining("with a snapshot behind event 2 the command is decided otherwise")
        .withMessageContaining("1. Noted[words=[z]]")
        .withMessageContaining("1. Noted[words=[a]]");
  }

  @Test
  void triesEveryPlaceOfAShortHistoryAndAHundredOfALongOne() {
    AggregateFixture<Say, Counted, NoteEvent> fixture =
        fixture(
            new Counted(0),
            (state, event) -> new Counted(state.number() + 1),
            (say, state) -> List.of());

    assertThat(foldsOfSnapshots(fixture, 7)).isEqualTo(2 * (7 + 6 + 5 + 4 + 3 + 2 + 1));
    assertThat(foldsOfSnapshots(fixture, 100)).isEqualTo(2 * 100 * 101 / 2);
    // A hundred tails of 1,000 events, evenly spread: half of them each, on the average.
    assertThat(foldsOfSnapshots(fixture, 1_000)).isBetween(2 * 100 * 495, 2 * 100 * 505);
  }

  /** Counts what is read back and folded for the snapshots: once for the state, once to decide. */
  private static int foldsOfSnapshots(
      AggregateFixture<Say, Counted, NoteEvent> fixture, int length) {
    List<NoteEvent> history = Collections.nCopies(length, noted("a"));
    Counted.made.set(0);
    fixture.withoutSnapshots().given(history).when(say("x"));
    int without = Counted.made.get();
    Counted.made.set(0);
    fixture.given(history).when(say("x"));
    return Counted.made.get() - without;
  }

  /** Counts how many were made: one for each fold, and for each that is read back. */
  record Counted(int number) {
    static final AtomicInteger made = new AtomicInteger();

    Counted {
      made.incrementAndGet();
    }
  }

  /** No codec can write this one. */
  static final class Opaque {
    final int count;

    Opaque(int count) {
      this.count = count;
    }
  }

  @Test
  void acceptsAStateThatCannotBeWrittenUnlessSnapshotsAreWanted() {
    AggregateFixture<Say, Opaque, NoteEvent> opaque =
        fixture(
            new Opaque(0),
            (state, event) -> new Opaque(state.count + 1),
            (say, state) -> List.of(new NoteEvent.Noted(say.words())));

    opaque
        .given(noted("a"))
        .when(say("x"))
        .then(noted("x"))
        .thenStateMatches(state -> state.count == 2);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> opaque.withSnapshots().given(noted("a")).when(say("x")))
        .withMessageContaining("no snapshots of 'note' can be taken")
        .withMessageContaining("Opaque");
  }

  /** What an aggregate answers reaches the bus, also what is added to the interface later. */
  @Test
  void hidesNothingOfTheAggregateFromTheBus() {
    List<String> hidden =
        Arrays.stream(Aggregate.class.getMethods())
            .filter(method -> !Modifier.isStatic(method.getModifiers()))
            .filter(method -> !isDeclared(method))
            .map(Method::getName)
            .toList();

    assertThat(hidden).isEmpty();
  }

  private static boolean isDeclared(Method method) {
    return Arrays.stream(Watched.class.getDeclaredMethods())
        .anyMatch(
            own ->
                own.getName().equals(method.getName())
                    && Arrays.equals(own.getParameterTypes(), method.getParameterTypes()));
  }
}

package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.serialization.UnknownEventType;
import io.counterfoil.serialization.UnreadablePayload;
import io.counterfoil.store.Append;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That whatever speaks against one append of several, in any place, leaves nothing of them. */
abstract class AppendAllRefusalContract extends StoreSuite {
  private static final StreamId EMPTY = new StreamId("order", "without-events");
  private static final CommandKey KEY = new CommandKey("row-17", "fingerprint");
  private static final CommandKey OWN_KEY = new CommandKey("own", "fingerprint");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAKeyThatHasItsOutcome(int place) {
    store.append(appendOf(STREAM, ExpectedVersion.none(), counted(1)).withKey(KEY));

    assertNothingOf(
        among(place, appendOf(STREAM, ExpectedVersion.any(), counted(2)).withKey(KEY)),
        thrown ->
            assertThat(thrown)
                .isInstanceOfSatisfying(
                    KeyAlreadyDecided.class,
                    decided -> {
                      assertThat(decided.outcome().stream()).isEqualTo(STREAM);
                      assertThat(decided.outcome().key()).isEqualTo(KEY);
                    }));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAnEventIdThatIsTaken(int place) {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(OTHER, ExpectedVersion.none(), List.of(taken)));

    assertNothingOf(
        among(place, appendOf(STREAM, ExpectedVersion.any(), List.of(taken))),
        thrown -> assertDuplicate(thrown, taken));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAnEventIdThatComesInTwoOfTheAppends(int place) {
    NewEvent twice = newEvent(counted(1));
    List<Append> appends =
        among(place, appendOf(STREAM, ExpectedVersion.any(), List.of(twice, newEvent(counted(2)))));
    appends.add(appendOf(OTHER, ExpectedVersion.any(), List.of(newEvent(counted(3)), twice)));

    assertNothingOf(appends, thrown -> assertDuplicate(thrown, twice));
  }

  private static void assertDuplicate(Throwable thrown, NewEvent taken) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            DuplicateEventId.class,
            duplicate -> assertThat(duplicate.eventId()).isEqualTo(taken.eventId()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAConflictOnAStreamThatItWrites(int place) {
    append(STREAM, counted(1), counted(2));

    for (ExpectedVersion wrong : List.of(ExpectedVersion.none(), ExpectedVersion.exactly(3))) {
      assertNothingOf(
          among(place, appendOf(STREAM, wrong, counted(3))),
          thrown -> assertConflict(thrown, STREAM, wrong, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAConflictOnAStreamThatItOnlyChecks(int place) {
    append(STREAM, counted(1), counted(2));

    for (ExpectedVersion wrong :
        List.of(ExpectedVersion.none(), ExpectedVersion.exactly(1), ExpectedVersion.exactly(3))) {
      assertNothingOf(
          among(place, Append.check(STREAM, wrong)),
          thrown -> assertConflict(thrown, STREAM, wrong, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAConflictOnAStreamWithoutEventsThatItOnlyChecks(int place) {
    for (ExpectedVersion wrong : List.of(ExpectedVersion.exists(), ExpectedVersion.exactly(1))) {
      assertNothingOf(
          among(place, Append.check(EMPTY, wrong)),
          thrown -> assertConflict(thrown, EMPTY, wrong, 0));
      assertNothingOf(
          among(place, appendOf(EMPTY, wrong, counted(1))),
          thrown -> assertConflict(thrown, EMPTY, wrong, 0));
    }
  }

  private static void assertConflict(
      Throwable thrown, StreamId stream, ExpectedVersion expected, long actual) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            ConcurrencyConflict.class,
            conflict -> {
              assertThat(conflict.stream()).isEqualTo(stream);
              assertThat(conflict.expected()).isEqualTo(expected);
              assertThat(conflict.actual()).isEqualTo(actual);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void refusesAnUnknownEventType(int place) {
    assertNothingOf(
        among(
            place,
            appendOf(STREAM, ExpectedVersion.any(), counted(1), new Sample.Stranger("unknown"))),
        thrown -> assertThat(thrown).isInstanceOf(UnknownEventType.class));
  }

  /** A store that keeps objects may take it, but then all of the appends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void storesNothingOrAllWhenAnEventCannotBeWritten(int place) {
    List<Append> appends =
        among(place, appendOf(STREAM, ExpectedVersion.any(), new Sample.Unwritable("one of all")));
    int stored = 5;
    try {
      store.appendAll(appends);
    } catch (UnreadablePayload e) {
      stored = 0;
    }

    assertThat(log()).hasSize(stored);
    assertThat(store.status().events()).isEqualTo(stored);
  }

  @Test
  void refusesTheSameStreamTwice() {
    append(STREAM, counted(1));
    List<Append> appends =
        List.of(
            appendOf(STREAM, ExpectedVersion.exactly(1), counted(2)),
            appendOf(OTHER, ExpectedVersion.any(), counted(1)),
            Append.check(STREAM, ExpectedVersion.exactly(1)));

    assertThatThrownBy(() -> store.appendAll(appends))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("order/o-1");

    assertThat(log()).hasSize(1);
  }

  /** Keys over the whole list first, then ids, then versions, wherever each stands. */
  @Test
  void looksAtAllKeysThenAllIdsThenAllVersions() {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(STREAM, ExpectedVersion.none(), List.of(taken)).withKey(KEY));
    Append conflict = Append.check(EMPTY, ExpectedVersion.exists());
    Append duplicate = appendOf(OTHER, ExpectedVersion.any(), List.of(taken));
    Append decided = appendOf(STREAM, ExpectedVersion.exactly(9), counted(2)).withKey(KEY);

    assertNothingOf(
        List.of(conflict, duplicate, decided),
        thrown -> assertThat(thrown).isInstanceOf(KeyAlreadyDecided.class));
    assertNothingOf(
        List.of(decided, duplicate, conflict),
        thrown -> assertThat(thrown).isInstanceOf(KeyAlreadyDecided.class));
    assertNothingOf(List.of(conflict, duplicate), thrown -> assertDuplicate(thrown, taken));
    assertNothingOf(List.of(duplicate, conflict), thrown -> assertDuplicate(thrown, taken));
  }

  /** Sound appends to two more streams, one with a key, and the objectionable one in its place. */
  private static List<Append> among(int place, Append objectionable) {
    List<Append> appends = new ArrayList<>();
    appends.add(
        appendOf(new StreamId("invoice", "o-1"), ExpectedVersion.any(), counted(1), counted(2))
            .withKey(OWN_KEY));
    appends.add(
        appendOf(new StreamId("invoice", "o-2"), ExpectedVersion.none(), counted(1), counted(2)));
    appends.add(place, objectionable);
    return appends;
  }

  private void assertNothingOf(List<Append> appends, Consumer<Throwable> objection) {
    List<RecordedEvent> before = log();
    long streams = store.status().streams();

    assertThatThrownBy(() -> store.appendAll(appends)).satisfies(objection::accept);

    assertThat(log()).isEqualTo(before);
    assertThat(store.status().streams()).isEqualTo(streams);
    for (Append append : appends) {
      List<RecordedEvent> ofStream =
          before.stream().filter(event -> event.stream().equals(append.stream())).toList();
      assertThat(store.events(append.stream())).isEqualTo(ofStream);
      assertThat(store.outcome(append.stream(), OWN_KEY.value())).isEmpty();
    }
  }
}

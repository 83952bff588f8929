package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.CommandRejected;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Rejection;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That the outcome of a keyed command is stored once, with its append, and found again. */
abstract class KeyContract extends StoreSuite {
  private static final CommandKey KEY = new CommandKey("row-17", "fingerprint-1");
  private static final Rejection REJECTION =
      Rejection.of(
          new CommandRejected(
              "insufficient-funds",
              "only \"3.50\" \u20ac \uD83D\uDE00 are left",
              Map.of(
                  "balanceCents",
                  9_007_199_254_740_993L,
                  "rate",
                  new BigDecimal("1.10"),
                  "digits",
                  new BigDecimal("12345678901234567890.12345"),
                  "open",
                  true,
                  "owner",
                  "O'Neil \"\\ \uD83D\uDE00")));

  @Test
  void findsNoOutcomeOfAKeyThatWasNeverUsed() {
    append(STREAM, counted(1));

    assertThat(store.outcome(STREAM, "row-17")).isEmpty();
    assertThat(store.outcome(OTHER, "row-17")).isEmpty();
  }

  @Test
  void remembersAnAcceptedCommand() {
    append(STREAM, counted(1), counted(2));

    store.append(keyed(ExpectedVersion.exactly(2), 3));
    append(STREAM, counted(4));

    assertOutcome(new Outcome(STREAM, KEY, 1, 3, Optional.empty()));
  }

  @Test
  void remembersACommandOfSeveralEvents() {
    append(STREAM, counted(1));

    store.append(keyed(ExpectedVersion.any(), 2, 3, 4));

    assertOutcome(new Outcome(STREAM, KEY, 3, 4, Optional.empty()));
    assertThat(store.outcome(STREAM, KEY.value()).orElseThrow().firstSequence()).isEqualTo(2);
  }

  @Test
  void remembersARejectionWithItsData() {
    append(STREAM, counted(1), counted(2));

    AppendResult result = store.append(Append.rejected(STREAM, KEY, REJECTION));

    assertThat(result).isEqualTo(new AppendResult(STREAM, 2, List.of()));
    assertOutcome(new Outcome(STREAM, KEY, 0, 2, Optional.of(REJECTION)));
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(2));
  }

  @Test
  void remembersARejectionOnAStreamWithoutEvents() {
    store.append(Append.rejected(STREAM, KEY, new Rejection("closed", "it is closed", Map.of())));

    assertOutcome(
        new Outcome(
            STREAM, KEY, 0, 0, Optional.of(new Rejection("closed", "it is closed", Map.of()))));
    assertNothingStored();
  }

  @Test
  void remembersACommandThatDecidedNothing() {
    append(STREAM, counted(1));

    store.append(keyed(ExpectedVersion.exactly(1)));

    assertOutcome(new Outcome(STREAM, KEY, 0, 1, Optional.empty()));
  }

  @Test
  void refusesTheSameKeyAgainWhateverTheVersion() {
    store.append(keyed(ExpectedVersion.none(), 1, 2));
    Outcome first = store.outcome(STREAM, KEY.value()).orElseThrow();
    append(STREAM, counted(3));

    for (ExpectedVersion expected :
        List.of(
            ExpectedVersion.none(),
            ExpectedVersion.any(),
            ExpectedVersion.exists(),
            ExpectedVersion.exactly(3),
            ExpectedVersion.exactly(9))) {
      assertDecided(first, keyed(expected, 7, 8));
      assertDecided(first, keyed(expected));
    }
    assertDecided(first, Append.rejected(STREAM, KEY, REJECTION));

    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(3));
    assertOutcome(first);
  }

  @Test
  void refusesTheSameKeyAfterARejection() {
    store.append(Append.rejected(STREAM, KEY, REJECTION));
    Outcome first = new Outcome(STREAM, KEY, 0, 0, Optional.of(REJECTION));

    assertDecided(first, keyed(ExpectedVersion.any(), 1));
    assertDecided(first, keyed(ExpectedVersion.none(), 1));

    assertNothingStored();
    assertOutcome(first);
  }

  @Test
  void refusesTheSameKeyAfterNothingWasDecided() {
    store.append(keyed(ExpectedVersion.any()));

    assertDecided(
        new Outcome(STREAM, KEY, 0, 0, Optional.empty()), keyed(ExpectedVersion.any(), 1));

    assertNothingStored();
  }

  @Test
  void answersWithTheStoredFingerprintWhenTheKeyComesWithAnother() {
    store.append(keyed(ExpectedVersion.none(), 1));

    CommandKey other = new CommandKey(KEY.value(), "fingerprint-2");
    Append again = appendOf(STREAM, ExpectedVersion.any(), counted(2)).withKey(other);

    assertDecided(new Outcome(STREAM, KEY, 1, 1, Optional.empty()), again);
    assertThat(amounts(store.events(STREAM))).isEqualTo(upTo(1));
  }

  @Test
  void looksAtTheKeyBeforeEventIds() {
    NewEvent event = newEvent(counted(1));
    Append append = appendOf(STREAM, ExpectedVersion.none(), List.of(event)).withKey(KEY);
    store.append(append);

    assertDecided(new Outcome(STREAM, KEY, 1, 1, Optional.empty()), append);
  }

  @Test
  void keepsAKeyToItsStream() {
    store.append(keyed(ExpectedVersion.none(), 1));

    assertThat(store.outcome(OTHER, KEY.value())).isEmpty();
    store.append(Append.rejected(OTHER, KEY, REJECTION));

    assertThat(store.outcome(OTHER, KEY.value()))
        .contains(new Outcome(OTHER, KEY, 0, 0, Optional.of(REJECTION)));
    assertOutcome(new Outcome(STREAM, KEY, 1, 1, Optional.empty()));
  }

  @Test
  void keepsSeveralKeysOfOneStream() {
    for (int i = 1; i <= 5; i++) {
      CommandKey key = new CommandKey("row-" + i, "fingerprint");
      store.append(appendOf(STREAM, ExpectedVersion.any(), counted(i)).withKey(key));
    }

    for (int i = 1; i <= 5; i++) {
      CommandKey key = new CommandKey("row-" + i, "fingerprint");
      assertThat(store.outcome(STREAM, key.value()))
          .contains(new Outcome(STREAM, key, 1, i, Optional.empty()));
    }
  }

  @Test
  void storesNoOutcomeWhenTheAppendFails() {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(STREAM, ExpectedVersion.none(), List.of(taken)));

    assertThatThrownBy(() -> store.append(keyed(ExpectedVersion.exactly(0), 9)))
        .isInstanceOf(ConcurrencyConflict.class);
    assertThatThrownBy(() -> store.append(keyed(ExpectedVersion.exactly(7))))
        .isInstanceOf(ConcurrencyConflict.class);
    assertThatThrownBy(
            () ->
                store.append(appendOf(STREAM, ExpectedVersion.any(), List.of(taken)).withKey(KEY)))
        .isInstanceOf(DuplicateEventId.class);

    assertThat(store.outcome(STREAM, KEY.value())).isEmpty();
    store.append(keyed(ExpectedVersion.exactly(1), 2));
    assertOutcome(new Outcome(STREAM, KEY, 1, 2, Optional.empty()));
  }

  private static Append keyed(ExpectedVersion expected, long... amounts) {
    List<NewEvent> events =
        Arrays.stream(amounts).mapToObj(amount -> newEvent(counted(amount))).toList();
    return appendOf(STREAM, expected, events).withKey(KEY);
  }

  private void assertOutcome(Outcome expected) {
    assertThat(store.outcome(STREAM, KEY.value())).contains(expected);
  }

  private void assertDecided(Outcome expected, Append append) {
    List<RecordedEvent> before = log();
    assertThatThrownBy(() -> store.append(append))
        .isInstanceOfSatisfying(
            KeyAlreadyDecided.class, decided -> assertThat(decided.outcome()).isEqualTo(expected));
    assertThat(log()).isEqualTo(before);
  }
}

package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.CommandKey;
import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.KeyAlreadyDecided;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.Rejection;
import io.counterfoil.store.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That each key of several appends gets its own outcome, with all of them or with none. */
abstract class AppendAllKeyContract extends StoreSuite {
  private static final StreamId THIRD = new StreamId("invoice", "o-1");
  private static final CommandKey ONE = new CommandKey("row-1", "fingerprint-1");
  private static final CommandKey TWO = new CommandKey("row-2", "fingerprint-2");
  private static final Rejection REJECTION =
      new Rejection("closed", "it is \"closed\"", Map.of("since", 7L));

  @Test
  void remembersAnOutcomeForEachKey() {
    append(STREAM, counted(1));

    store.appendAll(
        List.of(
            appendOf(STREAM, ExpectedVersion.exactly(1), counted(2), counted(3)).withKey(ONE),
            appendOf(OTHER, ExpectedVersion.none(), counted(1)).withKey(TWO),
            appendOf(THIRD, ExpectedVersion.none(), counted(1))));

    assertThat(store.outcome(STREAM, "row-1"))
        .contains(new Outcome(STREAM, ONE, 2, 3, Optional.empty()));
    assertThat(store.outcome(OTHER, "row-2"))
        .contains(new Outcome(OTHER, TWO, 1, 1, Optional.empty()));
    assertThat(store.outcome(STREAM, "row-2")).isEmpty();
    assertThat(store.outcome(OTHER, "row-1")).isEmpty();
    assertThat(store.outcome(THIRD, "row-1")).isEmpty();
  }

  @Test
  void takesTheSameKeyOfTwoStreams() {
    store.appendAll(
        List.of(
            appendOf(STREAM, ExpectedVersion.none(), counted(1)).withKey(ONE),
            appendOf(OTHER, ExpectedVersion.none(), counted(1), counted(2)).withKey(ONE)));

    assertThat(store.outcome(STREAM, "row-1"))
        .contains(new Outcome(STREAM, ONE, 1, 1, Optional.empty()));
    assertThat(store.outcome(OTHER, "row-1"))
        .contains(new Outcome(OTHER, ONE, 2, 2, Optional.empty()));
  }

  @Test
  void remembersRejectionsAndEmptyDecisionsAmongEvents() {
    append(THIRD, counted(1));

    List<AppendResult> results =
        store.appendAll(
            List.of(
                Append.rejected(STREAM, ONE, REJECTION),
                appendOf(OTHER, ExpectedVersion.none(), counted(1)).withKey(ONE),
                appendOf(THIRD, ExpectedVersion.exactly(1)).withKey(TWO)));

    assertThat(results.get(0)).isEqualTo(new AppendResult(STREAM, 0, List.of()));
    assertThat(results.get(1).lastSequence()).isEqualTo(1);
    assertThat(results.get(2)).isEqualTo(new AppendResult(THIRD, 1, List.of()));
    assertThat(store.outcome(STREAM, "row-1"))
        .contains(new Outcome(STREAM, ONE, 0, 0, Optional.of(REJECTION)));
    assertThat(store.outcome(OTHER, "row-1"))
        .contains(new Outcome(OTHER, ONE, 1, 1, Optional.empty()));
    assertThat(store.outcome(THIRD, "row-2"))
        .contains(new Outcome(THIRD, TWO, 0, 1, Optional.empty()));
  }

  @Test
  void refusesTheWholeListAgain() {
    List<Append> appends =
        List.of(
            appendOf(STREAM, ExpectedVersion.none(), counted(1)).withKey(ONE),
            appendOf(OTHER, ExpectedVersion.none(), counted(1)).withKey(TWO));
    store.appendAll(appends);

    assertThatThrownBy(() -> store.appendAll(appends)).isInstanceOf(KeyAlreadyDecided.class);
    assertThatThrownBy(() -> store.append(appends.get(1)))
        .isInstanceOfSatisfying(
            KeyAlreadyDecided.class,
            decided ->
                assertThat(decided.outcome())
                    .isEqualTo(new Outcome(OTHER, TWO, 1, 1, Optional.empty())));

    assertThat(store.status().events()).isEqualTo(2);
  }

  @Test
  void leavesAKeyUndecidedWhenAnotherAppendOfTheListFails() {
    assertThatThrownBy(
            () ->
                store.appendAll(
                    List.of(
                        appendOf(STREAM, ExpectedVersion.none(), counted(1)).withKey(ONE),
                        Append.rejected(OTHER, TWO, REJECTION),
                        Append.check(THIRD, ExpectedVersion.exists()))))
        .isInstanceOf(ConcurrencyConflict.class);

    assertThat(store.outcome(STREAM, "row-1")).isEmpty();
    assertThat(store.outcome(OTHER, "row-2")).isEmpty();
    store.append(appendOf(STREAM, ExpectedVersion.none(), counted(1)).withKey(ONE));
    assertThat(store.outcome(STREAM, "row-1"))
        .contains(new Outcome(STREAM, ONE, 1, 1, Optional.empty()));
  }
}

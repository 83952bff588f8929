package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesAndRangesTest {
  private static final StreamId STREAM = new StreamId("account", "acc_812");

  @Test
  void namesAStreamByBothHalves() {
    assertThat(STREAM).hasToString("account/acc_812");
    assertThat(STREAM).isNotEqualTo(new StreamId("account/acc", "812"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0", "a\0b", "\ud800", "\udfff", "a\ud83d"})
  void refusesNamesThatNotEveryStoreKeeps(String name) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new StreamId(name, "id"))
        .withMessageStartingWith("the aggregate type");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new StreamId("type", name))
        .withMessageStartingWith("the aggregate id");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandKey(name, "fingerprint"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandKey("key", name));
  }

  @Test
  void takesNamesOfUpTo255Characters() {
    String longest = "\ud83d\ude00".repeat(127) + "x";

    assertThat(new StreamId(longest, longest).aggregateId()).hasSize(255);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new StreamId("t", longest + "x"))
        .withMessage("the aggregate id must have 1 to 255 characters, but has 256");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandKey(longest + "x", "f"));
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless host may do
  void refusesNullNames() {
    assertThatNullPointerException()
        .isThrownBy(() -> new StreamId(null, "id"))
        .withMessage("aggregateType");
    assertThatNullPointerException()
        .isThrownBy(() -> new StreamId("type", null))
        .withMessage("aggregateId");
  }

  @Test
  void refusesRangesThatNoStoreHas() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> StreamQuery.of(STREAM).from(0));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> StreamQuery.of(STREAM).limit(0));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventQuery.after(-1));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EventQuery.after(0).limit(0));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Snapshot(STREAM, 0, 1, new UUID(0, 0), "{}"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new Snapshot(STREAM, 1, 0, new UUID(0, 0), "{}"));
  }

  @Test
  void tellsWhereTheEventsOfAnOutcomeBegin() {
    CommandKey key = new CommandKey("row-17", "f");

    assertThat(new Outcome(STREAM, key, 3, 47, Optional.empty()).firstSequence()).isEqualTo(45);
    assertThat(new Outcome(STREAM, key, 0, 47, Optional.empty()).firstSequence()).isEqualTo(48);
  }
}

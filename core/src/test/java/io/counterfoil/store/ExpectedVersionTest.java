package io.counterfoil.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpectedVersionTest {

  @ParameterizedTest
  @CsvSource({
    // head, any, none, exists, exactly 2
    "0, true, true,  false, false",
    "1, true, false, true,  false",
    "2, true, false, true,  true",
    "3, true, false, true,  false"
  })
  void isMetByTheHeadsThatItNames(
      long head, boolean any, boolean none, boolean exists, boolean exactlyTwo) {
    assertThat(ExpectedVersion.any().isMetBy(head)).isEqualTo(any);
    assertThat(ExpectedVersion.none().isMetBy(head)).isEqualTo(none);
    assertThat(ExpectedVersion.exists().isMetBy(head)).isEqualTo(exists);
    assertThat(ExpectedVersion.exactly(2).isMetBy(head)).isEqualTo(exactlyTwo);
  }

  @Test
  void takesExactlyZeroForNone() {
    assertThat(ExpectedVersion.exactly(0)).isEqualTo(ExpectedVersion.none());
  }

  @Test
  void refusesANegativeSequence() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ExpectedVersion.exactly(-1))
        .withMessageContaining("-1");
  }

  @Test
  void readsWellInMessages() {
    assertThat(ExpectedVersion.any()).hasToString("any");
    assertThat(ExpectedVersion.none()).hasToString("none");
    assertThat(ExpectedVersion.exists()).hasToString("exists");
    assertThat(ExpectedVersion.exactly(46)).hasToString("exactly 46");

    assertThat(
            new ConcurrencyConflict(
                new StreamId("account", "acc_812"), ExpectedVersion.exactly(46), 47))
        .hasMessage(
            "the stream account/acc_812 ends at sequence 47, but the append expected: exactly 46");
    assertThat(
            new ConcurrencyConflict(
                new StreamId("account", "acc_812"), ExpectedVersion.exists(), 0))
        .hasMessage("the stream account/acc_812 has no events, but the append expected: exists");
  }
}

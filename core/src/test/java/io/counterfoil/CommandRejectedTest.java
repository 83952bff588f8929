package io.counterfoil;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandRejectedTest {

  enum Kind {
    BUSINESS {
      @Override
      public String toString() {
        return "Business account";
      }
    }
  }

  static Arguments[] values() {
    return new Arguments[] {
      Arguments.of((byte) 1, 1L),
      Arguments.of((short) 1, 1L),
      Arguments.of(1, 1L),
      Arguments.of(Long.MIN_VALUE, Long.MIN_VALUE),
      Arguments.of(new AtomicInteger(7), 7L),
      Arguments.of(BigInteger.valueOf(Long.MAX_VALUE), Long.MAX_VALUE),
      Arguments.of(new BigInteger("9223372036854775808"), new BigDecimal("9223372036854775808")),
      Arguments.of(new BigDecimal("1.10"), new BigDecimal("1.10")),
      Arguments.of(new BigDecimal("100.00"), new BigDecimal("100.00")),
      Arguments.of(new BigDecimal("5"), 5L),
      Arguments.of(new BigDecimal("1E+3"), 1_000L),
      Arguments.of(new BigDecimal("1E+999999999"), new BigDecimal("1E+999999999")),
      Arguments.of(0.1, new BigDecimal("0.1")),
      Arguments.of(0.1f, new BigDecimal("0.1")),
      Arguments.of(1e22, new BigDecimal("10000000000000000000000")),
      Arguments.of(Double.NaN, "NaN"),
      Arguments.of(Float.POSITIVE_INFINITY, "Infinity"),
      Arguments.of(true, true),
      Arguments.of("text", "text"),
      Arguments.of('c', "c"),
      Arguments.of(Kind.BUSINESS, "BUSINESS"),
      Arguments.of(LocalDate.of(2024, 2, 29), "2024-02-29")
    };
  }

  @ParameterizedTest
  @MethodSource("values")
  void bringsDataIntoFewTypes(Object given, Object kept) {
    assertThat(new CommandRejected("code", "message", Map.of("x", given)).data())
        .isEqualTo(Map.of("x", kept));
  }

  @Test
  void keepsWhatItHasKeptOnce() {
    Map<String, Object> once =
        new CommandRejected(
                "code", "message", Map.of("a", 1e22, "b", BigInteger.TEN.pow(30), "c", 0.5))
            .data();

    assertThat(new CommandRejected("code", "message", once).data()).isEqualTo(once);
  }

  @Test
  void sortsTheDataAndKeepsItForGood() {
    CommandRejected rejected =
        new CommandRejected("code", "message", Map.of("b", 1, "a", 2, "c", 3));

    assertThat(rejected.data().keySet()).containsExactly("a", "b", "c");
    assertThat(rejected.data()).isUnmodifiable();
  }

  @Test
  void costsNoStackTrace() {
    CommandRejected rejected = new CommandRejected("code", "message", Map.of());

    assertThat(rejected.getStackTrace()).isEmpty();
    assertThat(rejected).hasMessage("message").hasNoCause();
    assertThat(rejected.code()).isEqualTo("code");
    assertThat(rejected.repeated()).isFalse();
  }

  @Test
  @SuppressWarnings("NullAway") // what a careless host may do
  void refusesWhatCannotBeStored() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandRejected("", "message", Map.of()));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandRejected("c".repeat(256), "message", Map.of()));
    assertThatNullPointerException()
        .isThrownBy(
            () -> new CommandRejected("code", "message", Collections.singletonMap("x", null)))
        .withMessage("data x");
    assertThatNullPointerException()
        .isThrownBy(() -> new CommandRejected("code", null, Map.of()))
        .withMessage("message");
  }

  @Test
  void keepsOnlyWhatEveryStoreCanKeep() {
    CommandRejected rejected =
        new CommandRejected("no", "half \ud83d, nul \0", Map.of("text", "\udc00 \ud83d\ude00"));

    assertThat(rejected).hasMessage("half \ufffd, nul \ufffd");
    assertThat(rejected.data()).containsEntry("text", "\ufffd \ud83d\ude00");
  }

  @Test
  void keepsNumbersOfManyDigitsAsText() {
    String digits = "1".repeat(1_200);

    assertThat(new CommandRejected("no", "no", Map.of("n", new BigInteger(digits))).data())
        .containsEntry("n", digits);
  }

  @Test
  void refusesWhatIsTooLong() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandRejected("no", "no", Map.of("n".repeat(256), 1)))
        .withMessageContaining("1 to 255 characters");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandRejected("no", "no", Map.of("n", "x".repeat(65_536))))
        .withMessageContaining("at most 65536 characters, but these have 65537");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandRejected("no", "x".repeat(65_537), Map.of()))
        .withMessageContaining("message");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new CommandRejected("n\0", "no", Map.of()))
        .withMessageContaining("code");
  }
}

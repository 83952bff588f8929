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
}

package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read fast is what the JDK reads. */
class IsoMomentsTest {

  @Test
  void everyDateOfFourHundredYearsIsReadAsWritten() {
    LocalDate end = LocalDate.of(2100, 1, 1);
    for (LocalDate date = LocalDate.of(1700, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
      assertThat(IsoMoments.date(date.toString())).isEqualTo(date);
    }
  }

  @Test
  void instantsOfAnyPrecisionAreReadAsWritten() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long second = random.nextLong(-62_000_000_000L, 250_000_000_000L);
      long unit = (long) Math.pow(10, random.nextInt(10));
      Instant instant = Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * unit);

      assertThat(IsoMoments.instant(instant.toString())).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000-01-01",
        "-0001-12-31",
        "+12026-01-31",
        "2024-02-29",
        "9999-12-31",
      })
  void unusualDatesAreReadAsTheJdkReadsThem(String text) {
    assertThat(IsoMoments.date(text)).isEqualTo(LocalDate.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T24:00:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31T23:59Z",
        "2026-01-31T23:59:59.5+00:00",
        "2026-01-31T23:59:59+02:00",
        "2026-01-31T23:59:59.Z",
        "2026-01-31t23:59:59z",
        "+12026-01-31T23:59:59Z",
      })
  void unusualInstantsAreReadOrRefusedAsTheJdkDoes(String text) {
    assertThat(outcome(() -> IsoMoments.instant(text)))
        .isEqualTo(outcome(() -> Instant.parse(text)));
  }

  private static Object outcome(java.util.function.Supplier<Instant> reading) {
    try {
      return reading.get();
    } catch (DateTimeException e) {
      return "refused";
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30",
        "2026-13-01",
        "2026-00-10",
        "2026-1-31",
        "2026/01/31",
        "2026-01-3１",
        "",
      })
  void whatIsNoDateIsRefused(String text) {
    assertThatThrownBy(() -> IsoMoments.date(text)).isInstanceOf(DateTimeException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T00:00:00Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T23:59:59.1234567890Z",
        "",
      })
  void whatIsNoInstantIsRefused(String text) {
    assertThatThrownBy(() -> IsoMoments.instant(text)).isInstanceOf(DateTimeException.class);
  }
}

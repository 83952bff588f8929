package io.counterfoil.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkTest {
  private static String line(String name, Figures figures) {
    return new Work(name, "", setting -> figures).line(figures);
  }

  @Test
  void aRatioAboveOneMeansThatOursIsBetter() {
    Figures figures = new Figures(2_000, Optional.of(1_000.0));

    assertThat(line("x-per-s", figures))
        .isEqualTo("bench x-per-s ours=2000.0 floor=1000.0 ratio=2.00");
    assertThat(line("x-ms", figures))
        .isEqualTo("bench x-ms ours=2000.000 floor=1000.000 ratio=0.50");
  }

  @Test
  void aWorkWithoutAFloorSaysSo() {
    assertThat(line("x-ms", new Figures(0.5, Optional.empty())))
        .isEqualTo("bench x-ms ours=0.500 floor=- ratio=-");
  }

  @Test
  void numbersLookTheSameInEveryCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));

      assertThat(line("x-per-s", new Figures(1_234_567.8, Optional.of(0.25))))
          .isEqualTo("bench x-per-s ours=1234567.8 floor=0.3 ratio=4938271.20");
    } finally {
      Locale.setDefault(before);
    }
  }
}

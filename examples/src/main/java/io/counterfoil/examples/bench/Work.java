package io.counterfoil.examples.bench;

import java.util.Locale;

/**
 * Is something that is measured.
 *
 * @param name what its line begins with; ends with {@code -per-s}, {@code -ms} or {@code -bytes}
 * @param description one line for people
 * @param measurement does it
 */
record Work(String name, String description, Measurement measurement) {

  /** Measures. */
  interface Measurement {
    Figures in(Setting setting) throws Exception;
  }

  Work {
    if (!name.endsWith("-per-s") && !name.endsWith("-ms") && !name.endsWith("-bytes")) {
      throw new IllegalArgumentException("the name " + name + " tells no unit");
    }
  }

  /** Writes the line that programs read. A ratio above 1 means that ours is better. */
  String line(Figures figures) {
    String ours = number(figures.ours());
    return figures
        .floor()
        .map(
            floor ->
                String.format(
                    Locale.ROOT,
                    "bench %s ours=%s floor=%s ratio=%.2f",
                    name,
                    ours,
                    number(floor),
                    isCost() ? floor / figures.ours() : figures.ours() / floor))
        .orElseGet(() -> "bench " + name + " ours=" + ours + " floor=- ratio=-");
  }

  /** Less is better. */
  private boolean isCost() {
    return !name.endsWith("-per-s");
  }

  private boolean isTime() {
    return name.endsWith("-ms");
  }

  private String number(double figure) {
    return String.format(Locale.ROOT, isTime() ? "%.3f" : "%.1f", figure);
  }
}
